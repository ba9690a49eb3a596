import {
  Service,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A tag, and a service of several zones, answer to names of what is behind them. */
const OWN_NAME = new Set<Service['kind']>([
  'MeshService',
  'MeshExternalService',
]);

/**
 * Services of a mesh that answer to one name: callers reach one of them, and
 * which one nobody tells. All of them are shown; a DAG that declares that name
 * means none of them for sure.
 */
export function sharedHostnames(
  services: Pick<Service, 'kind' | 'name' | 'mesh' | 'hostnames'>[],
): SourceStatus['skipped'] {
  const byName = new Map<string, string[]>();
  for (const service of services) {
    if (!OWN_NAME.has(service.kind)) continue;
    for (const hostname of new Set(service.hostnames)) {
      const known = byName.get(hostname) ?? [];
      known.push(`${service.kind} ${service.name}`);
      byName.set(hostname, known);
    }
  }
  const [mesh] = services.map(service => service.mesh);
  return [...byName]
    .filter(([, names]) => names.length > 1)
    .map(([hostname, names]) => ({
      item: `${hostname} in mesh ${mesh}`,
      reason: `${names.join(
        ', ',
      )} answer to this name, so a DAG that declares it means none of them for sure. Give each a name of its own.`,
    }));
}
