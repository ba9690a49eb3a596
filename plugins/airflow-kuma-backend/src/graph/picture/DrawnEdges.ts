import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Edges by kind, source and target: cheaper than a text for each of thousands. */
export class DrawnEdges {
  /** In the order in which they were first met. */
  readonly all: GraphEdge[] = [];
  readonly #found = new Map<string, Map<string, Map<string, GraphEdge>>>();

  at(kind: GraphEdge['kind'], source: string, target: string): GraphEdge {
    const ofKind = mapAt(this.#found, kind);
    const ofSource = mapAt(ofKind, source);
    let drawn = ofSource.get(target);
    if (!drawn) {
      const id = `${kind} ${source} ${target}`;
      drawn = { id, source, target, kind, counts: {}, total: 0 };
      ofSource.set(target, drawn);
      this.all.push(drawn);
    }
    return drawn;
  }
}

function mapAt<T>(maps: Map<string, Map<string, T>>, key: string) {
  let map = maps.get(key);
  if (!map) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
