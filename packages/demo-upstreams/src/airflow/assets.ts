import type { AirflowState } from './AirflowState';

/** An asset and who has to do with it. */
export type AssetUse = {
  id: number;
  uri: string;
  scheduled: string[];
  producers: { dagId: string; taskId: string }[];
  consumers: { dagId: string; taskId: string }[];
};

const cache = new WeakMap<
  AirflowState,
  { revision: number; assets: AssetUse[] }
>();

/**
 * Assets of all live DAGs, in the order in which they were first seen. Inlets
 * alone make an asset only from 3.1 on.
 */
export function assetsOf(state: AirflowState): AssetUse[] {
  const known = cache.get(state);
  if (known?.revision === state.revision) return known.assets;
  const assets = collectAssets(state);
  cache.set(state, { revision: state.revision, assets });
  return assets;
}

function collectAssets(state: AirflowState): AssetUse[] {
  const byUri = new Map<string, AssetUse>();
  const use = (uri: string) => {
    const known = byUri.get(uri);
    if (known) return known;
    const id = state.assetIds.get(uri) ?? state.assetIds.size + 1;
    state.assetIds.set(uri, id);
    const made = { id, uri, scheduled: [], producers: [], consumers: [] };
    byUri.set(uri, made);
    return made;
  };
  for (const dag of state.dags.values()) {
    if (dag.isStale) continue;
    for (const uri of dag.scheduleAssets ?? []) {
      use(uri).scheduled.push(dag.dagId);
    }
    for (const task of dag.tasks) {
      const place = { dagId: dag.dagId, taskId: task.taskId };
      for (const uri of task.outlets ?? []) use(uri).producers.push(place);
      if (state.version === '3.3.2') {
        for (const uri of task.inlets ?? []) use(uri).consumers.push(place);
      }
    }
  }
  return [...byUri.values()].sort((a, b) => a.id - b.id);
}
