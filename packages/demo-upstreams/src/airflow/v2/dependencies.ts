import type { AirflowState } from '../AirflowState';
import { assetsOf } from '../assets';
import { since31 } from './since';

type Graph = {
  edges: { source_id: string; target_id: string }[];
  nodes: { id: string; label: string; type: string }[];
};

/** `/ui/dependencies`: DAGs, their triggers and sensors, and assets between DAGs; inlets are not in it. */
export function dependencies(state: AirflowState): Graph {
  const nodes = new Map<string, Graph['nodes'][number]>();
  const edges: Graph['edges'] = [];
  const node = (id: string, label: string, type: string) => {
    nodes.set(id, {
      id,
      label,
      type,
      ...since31(state.version, { team: null }),
    });
    return id;
  };
  const dagNode = (dagId: string) => node(`dag:${dagId}`, dagId, 'dag');
  const edge = (source: string, target: string) =>
    edges.push({ source_id: source, target_id: target });

  for (const asset of assetsOf(state)) {
    if (asset.scheduled.length === 0 && asset.producers.length === 0) continue;
    const id = node(`asset:${asset.id}`, asset.uri, 'asset');
    for (const { dagId } of asset.producers) edge(dagNode(dagId), id);
    for (const dagId of asset.scheduled) edge(id, dagNode(dagId));
  }
  for (const dag of state.dags.values()) {
    if (dag.isStale) continue;
    for (const { taskId, triggers, waitsFor } of dag.tasks) {
      if (triggers) {
        const id = node(
          `trigger:${dag.dagId}:${triggers}:${taskId}`,
          taskId,
          'trigger',
        );
        edge(dagNode(dag.dagId), id);
        edge(id, dagNode(triggers));
      }
      if (waitsFor) {
        const id = node(
          `sensor:${waitsFor}:${dag.dagId}:${taskId}`,
          taskId,
          'sensor',
        );
        edge(dagNode(waitsFor), id);
        edge(id, dagNode(dag.dagId));
      }
    }
  }
  return { edges, nodes: [...nodes.values()] };
}
