import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** The lists of a snapshot, and the Kuma kind that each holds. */
export const SNAPSHOT_KINDS = {
  dataplanes: 'Dataplane',
  meshIdentities: 'MeshIdentity',
  meshTLSes: 'MeshTLS',
  meshServices: 'MeshService',
  meshMultiZoneServices: 'MeshMultiZoneService',
  meshExternalServices: 'MeshExternalService',
  trafficPermissions: 'TrafficPermission',
  meshTrafficPermissions: 'MeshTrafficPermission',
  externalServices: 'ExternalService',
  meshPassthroughs: 'MeshPassthrough',
} as const satisfies Partial<Record<keyof MeshSnapshot, string>>;

/** What is stored of a control plane for the evaluator, beside resources. */
export type ControlPlaneRecord = Pick<
  MeshSnapshot,
  | 'version'
  | 'kinds'
  | 'cliques'
  | 'kubernetes'
  | 'deployment'
  | 'restrictOutbound'
> & {
  /** What was last told of it, which is known to be so no more. */
  lastRestrictOutbound?: MeshSnapshot['restrictOutbound'];
  /** Kinds that were not told, of one mesh or of all. */
  unread?: { kind: string; mesh?: string; since: string }[];
};

/** Puts stored resources of one mesh together as the evaluator wants them. */
export function snapshotOf(
  facts: ControlPlaneRecord,
  mesh: KumaResource,
  resources: { kind: string; data: KumaResource }[],
): MeshSnapshot {
  const byKind = new Map<string, KumaResource[]>();
  for (const { kind, data } of resources) {
    const list = byKind.get(kind);
    if (list) list.push(data);
    else byKind.set(kind, [data]);
  }
  const lists = Object.fromEntries(
    Object.entries(SNAPSHOT_KINDS).map(([list, kind]) => [
      list,
      byKind.get(kind) ?? [],
    ]),
  ) as Record<keyof typeof SNAPSHOT_KINDS, KumaResource[]>;
  const { unread = [], lastRestrictOutbound: _, ...own } = facts;
  const missing = unread
    .filter(part => part.mesh === undefined || part.mesh === mesh.name)
    .map(({ kind, since }) => ({ kind, since }));
  return {
    ...own,
    ...(missing.length > 0 && { unread: missing }),
    mesh,
    ...lists,
  };
}
