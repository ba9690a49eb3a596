import { createHash } from 'node:crypto';
import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshPlace } from '../AccessContext';
import { ManifestMatch, WorkloadManifest } from './manifests/readManifests';

const NAMESPACE = 'k8s.kuma.io/namespace';

/** Proxies that are changed together: of one workload, from one manifest. */
export type WorkloadId = {
  key: string;
  /** With its namespace in front where it has one. */
  name: string;
  manifest?: WorkloadManifest;
};

/** The workload of a proxy, and where its manifest lies. */
export function workloadOf(
  place: MeshPlace,
  proxy: KumaResource,
  manifests: WorkloadManifest[],
): WorkloadId {
  const workload = workloadName(proxy);
  const namespace = proxy.labels?.[NAMESPACE];
  const manifest = manifests.find(({ match }) =>
    fits(match, place, proxy, workload),
  );
  const key = createHash('sha256')
    .update(
      JSON.stringify([
        namespace,
        workload,
        manifest && [manifest.repository, manifest.path, manifest.document],
      ]),
    )
    .digest('hex');
  return {
    key,
    name: namespace ? `${namespace}/${workload}` : workload,
    ...(manifest && { manifest }),
  };
}

function workloadName(proxy: KumaResource): string {
  const { networking } = proxy as {
    networking?: { inbound?: { tags?: Record<string, string> }[] };
  };
  const tags = networking?.inbound?.[0]?.tags;
  return (
    proxy.labels?.['kuma.io/workload'] ??
    tags?.['kuma.io/service'] ??
    proxy.labels?.['kuma.io/display-name'] ??
    proxy.name
  );
}

function fits(
  match: ManifestMatch,
  { controlPlane, mesh }: MeshPlace,
  proxy: KumaResource,
  workload: string,
): boolean {
  const labels = proxy.labels ?? {};
  const pairs: [pattern: string | undefined, value: string | undefined][] = [
    [match.controlPlane, controlPlane],
    [match.mesh, mesh],
    [match.namespace, labels[NAMESPACE]],
    [match.workload, workload],
    [match.proxy, proxy.name],
    ...Object.entries(match.labels ?? {}).map(
      ([key, pattern]): [string, string | undefined] => [pattern, labels[key]],
    ),
  ];
  return pairs.every(
    ([pattern, value]) =>
      pattern === undefined || (value !== undefined && isLike(value, pattern)),
  );
}

/** `*` stands for any text. */
function isLike(value: string, pattern: string): boolean {
  const source = pattern
    .split('*')
    .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`, 's').test(value);
}
