import {
  EDGE_STATES,
  EdgeState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Scene } from './Scene';

/** How much a node is worth drawing by itself. */
export type NodeWeight = { worst?: EdgeState; degree: number };

export function weighNodes(scene: Scene): Map<string, NodeWeight> {
  const weights = new Map<string, NodeWeight>();
  const add = (id: string, state?: EdgeState) => {
    const weight = weights.get(id);
    if (!weight) {
      weights.set(id, { worst: state, degree: 1 });
      return;
    }
    weight.degree += 1;
    if (state && stateRank(state) < stateRank(weight.worst)) {
      weight.worst = state;
    }
  };
  for (const { source, target, edge, change } of scene.edges) {
    const state = change === 'removed' ? undefined : edge.state;
    add(source, state);
    add(target, state);
  }
  for (const { source, target } of scene.links) {
    add(source);
    add(target);
  }
  return weights;
}

/** What people look at first comes first: worst state, most edges, then name. */
export function rankNodes(
  ids: string[],
  weights: Map<string, NodeWeight>,
): string[] {
  return [...ids].sort((a, b) => {
    const first = weights.get(a);
    const second = weights.get(b);
    return (
      stateRank(first?.worst) - stateRank(second?.worst) ||
      (second?.degree ?? 0) - (first?.degree ?? 0) ||
      (a < b ? -1 : 1)
    );
  });
}

function stateRank(state: EdgeState | undefined): number {
  return state ? EDGE_STATES.indexOf(state) : EDGE_STATES.length;
}
