import {
  countProxies,
  KumaResource,
  Mesh,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ControlPlaneFacts,
  RawProxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { meshGuiUrl } from './guiLinks';
import { list, record, text } from './json';
import { KumaSettings } from './settings';

/** A mesh, in short. */
export function normaliseMesh(
  parts: {
    mesh: KumaResource;
    meshIdentities: KumaResource[];
    meshTrusts: KumaResource[];
    meshTLSes: KumaResource[];
    meshTraces: KumaResource[];
    meshAccessLogs: KumaResource[];
    proxies: RawProxy[];
    zones: (string | undefined)[];
    services: number;
    permissions: number;
    writable: boolean;
  },
  facts: Pick<ControlPlaneFacts, 'version' | 'deployment'>,
  settings: KumaSettings,
): Mesh {
  const { mesh, proxies } = parts;
  const zones = [
    facts.deployment?.zone,
    ...parts.zones,
    ...proxies.map(proxy => proxy.zone),
  ].filter((zone): zone is string => Boolean(zone));
  const trustDomains = trustDomainsOf(parts.meshTrusts);
  return {
    controlPlane: settings.name,
    mesh: mesh.name,
    ...mtlsOf(parts),
    zones: [...new Set(zones)].sort(),
    version: facts.version,
    writable: parts.writable,
    proxies: countProxies(proxies),
    services: parts.services,
    permissions: parts.permissions,
    ...(parts.meshTraces.some(hasBackend) && { traced: true }),
    ...(parts.meshAccessLogs.some(logsSomewhere) && { logged: true }),
    ...(trustDomains.length > 0 && { trustDomains }),
    guiUrl: meshGuiUrl(settings.guiUrl, mesh.name),
  };
}

function mtlsOf(parts: {
  mesh: KumaResource;
  meshIdentities: KumaResource[];
  meshTLSes: KumaResource[];
}): Pick<Mesh, 'mtls' | 'mtlsMode'> {
  if (parts.meshIdentities.length > 0) {
    const permissive = parts.meshTLSes.some(isPermissive);
    return { mtls: 'identity', mtlsMode: permissive ? 'permissive' : 'strict' };
  }
  const mtls = record(parts.mesh.mtls);
  const enabled = text(mtls.enabledBackend);
  if (!enabled) return { mtls: 'off' };
  const backend = list(mtls.backends)
    .map(record)
    .find(candidate => candidate.name === enabled);
  return {
    mtls: 'ca',
    mtlsMode: backend?.mode === 'PERMISSIVE' ? 'permissive' : 'strict',
  };
}

/** A MeshTrace without a backend switches tracing off. */
function hasBackend(meshTrace: KumaResource): boolean {
  const { default: settings } = record(meshTrace.spec);
  return list(record(settings).backends).length > 0;
}

/** A MeshAccessLog writes its backends in `rules`, and in 2.x also elsewhere. */
function logsSomewhere(meshAccessLog: KumaResource): boolean {
  const spec = record(meshAccessLog.spec);
  return [...list(spec.rules), ...list(spec.from), ...list(spec.to)].some(
    item => list(record(record(item).default).backends).length > 0,
  );
}

/** Of several MeshTrusts of one domain, as of two MeshIdentities, one counts. */
function trustDomainsOf(meshTrusts: KumaResource[]): string[] {
  const domains = meshTrusts.flatMap(
    ({ spec }) => text(record(spec).trustDomain) ?? [],
  );
  return [...new Set(domains)].sort();
}

/** A MeshTLS writes its mode in `from` (2.x) or `rules` items. */
function isPermissive(meshTls: KumaResource): boolean {
  const spec = record(meshTls.spec);
  return [...list(spec.from), ...list(spec.rules)].some(
    item => record(record(item).default).mode === 'Permissive',
  );
}
