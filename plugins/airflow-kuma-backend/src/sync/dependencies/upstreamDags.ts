import { DagDependency } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  RawAsset,
  RawDagDependency,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/**
 * DAGs that each DAG waits for, or is started by: as Airflow's own graph has
 * them where the instance answers that, and through assets in any case.
 */
export function upstreamDags(
  assets: RawAsset[],
  graph: RawDagDependency[] | undefined,
): Map<string, DagDependency[]> {
  const all: RawDagDependency[] = [
    ...(graph ?? []),
    ...assets.flatMap(asset =>
      asset.producingTasks.flatMap(producer =>
        asset.scheduledDags.map(downstreamDagId => ({
          upstreamDagId: producer.dagId,
          downstreamDagId,
          via: 'asset' as const,
          detail: asset.uri,
        })),
      ),
    ),
  ];
  const byDag = new Map<string, Map<string, DagDependency>>();
  for (const { upstreamDagId, downstreamDagId, via, detail } of all) {
    if (upstreamDagId === downstreamDagId) continue;
    const dependencies = byDag.get(downstreamDagId) ?? new Map();
    const dependency = { dagId: upstreamDagId, via, detail };
    dependencies.set(JSON.stringify(dependency), dependency);
    byDag.set(downstreamDagId, dependencies);
  }
  return new Map(
    [...byDag].map(([dagId, dependencies]) => [
      dagId,
      [...dependencies.entries()]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([_, dependency]) => dependency),
    ]),
  );
}
