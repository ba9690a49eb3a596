import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { KumaClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import {
  SNAPSHOT_KINDS,
  snapshotOf,
} from '../../../../plugins/airflow-kuma-backend/src/sync/read/snapshotOf';

const KINDS = Object.values(SNAPSHOT_KINDS).filter(
  kind => kind !== 'Dataplane',
);

/** A mesh as our client reads it just now, for the evaluator. */
export async function readSnapshot(
  client: KumaClient,
  mesh: string,
): Promise<MeshSnapshot> {
  const [facts, meshes, proxies, ...lists] = await Promise.all([
    client.facts(),
    client.list('Mesh'),
    client.listProxies({ mesh }),
    ...KINDS.map(kind => client.list(kind, { mesh })),
  ]);
  const { version, deployment } = facts;
  return snapshotOf(
    {
      version,
      deployment,
      kinds: Object.keys(facts.kinds),
      cliques: true,
      kubernetes: false,
    },
    meshes.rows.find(({ name }) => name === mesh)!,
    [
      ...proxies.rows.map(({ resource }) => ({
        kind: 'Dataplane',
        data: resource,
      })),
      ...lists.flatMap(({ rows }, index) =>
        rows.map(data => ({ kind: KINDS[index], data })),
      ),
    ],
  );
}
