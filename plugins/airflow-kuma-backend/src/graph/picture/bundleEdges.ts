import {
  EdgeCounts,
  EdgeState,
  GraphEdge,
  worstState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DrawnEdges } from './DrawnEdges';
import { Placement } from './placeNodes';
import { Scene, SceneEdge, SceneIdentity } from './Scene';

/** Edges as drawn, and what they tell of the nodes at their ends. */
export type BundledEdges = {
  edges: GraphEdge[];
  identities: SceneIdentity[];
  /** Worst state at each drawn node, what is inside closed groups included. */
  worst: Map<string, EdgeState>;
  /** Edges by state at each drawn node, likewise; one with both ends there counts once. */
  counts: Map<string, EdgeCounts>;
  /** How many edges run inside each closed group. */
  inside: Map<string, number>;
};

/** Merges edges that run between the same two drawn nodes. */
export function bundleEdges(
  scene: Scene,
  { drawnAs }: Placement,
  options: { identities: boolean },
): BundledEdges {
  const edges = new DrawnEdges();
  const identities = new Map<string, SceneIdentity>();
  const worst = new Map<string, EdgeState>();
  const inside = new Map<string, number>();
  const counts = new Map<string, EdgeCounts>();
  const addState = (id: string, state: EdgeState) => {
    const known = worst.get(id);
    if (known !== state) worst.set(id, worstState([known, state])!);
    let count = counts.get(id);
    if (!count) counts.set(id, (count = {}));
    count[state] = (count[state] ?? 0) + 1;
  };
  for (const item of scene.edges) {
    const source = drawnAs.get(item.source)!;
    const target = drawnAs.get(item.target)!;
    if (item.change !== 'removed') {
      addState(source, item.edge.state);
      if (target !== source) addState(target, item.edge.state);
    }
    if (source === target) {
      inside.set(source, (inside.get(source) ?? 0) + 1);
      continue;
    }
    const identity =
      options.identities && source === item.source ? item.identity : undefined;
    if (identity) {
      identities.set(identity.id, identity);
      addRunsAs(edges, source, identity.id, item);
      addAccess(edges, identity.id, target, item);
    } else {
      addAccess(edges, source, target, item);
    }
  }
  for (const link of scene.links) {
    const source = drawnAs.get(link.source)!;
    const target = drawnAs.get(link.target)!;
    if (source === target) {
      inside.set(source, (inside.get(source) ?? 0) + 1);
    } else {
      edges.at('dag', source, target).total += 1;
    }
  }
  return {
    edges: edges.all.map(withSlimEdge),
    identities: [...identities.values()],
    worst,
    counts,
    inside,
  };
}

function addAccess(
  edges: DrawnEdges,
  source: string,
  target: string,
  { edge, change }: SceneEdge,
) {
  const drawn = edges.at('access', source, target);
  drawn.total += 1;
  drawn.edge = drawn.total === 1 ? edge : undefined;
  if (change !== 'removed') {
    drawn.counts[edge.state] = (drawn.counts[edge.state] ?? 0) + 1;
    drawn.state = worstState([drawn.state, edge.state]);
  }
  addChange(drawn, change);
}

function addRunsAs(
  edges: DrawnEdges,
  source: string,
  target: string,
  { change }: SceneEdge,
) {
  const drawn = edges.at('runs-as', source, target);
  drawn.total = 1; // a DAG runs as an identity once, whatever it calls
  addChange(drawn, change);
}

function addChange(drawn: GraphEdge, change: GraphEdge['change']) {
  if (!change) return;
  drawn.change =
    drawn.change === undefined || drawn.change === change ? change : 'changed';
}

/** Policies of one verdict that a picture carries; explanations have them all. */
const POLICIES_SHOWN = 10;

/** A mesh can hold hundreds of policies that select everything: too much for each line. */
function withSlimEdge(drawn: GraphEdge): GraphEdge {
  const { edge } = drawn;
  if (!edge) return drawn;
  const ports = edge.permitted.ports.map(port => ({
    ...port,
    verdict: {
      ...port.verdict,
      selectedBy: port.verdict.selectedBy.slice(0, POLICIES_SHOWN),
    },
  }));
  return {
    ...drawn,
    edge: { ...edge, permitted: { ...edge.permitted, ports } },
  };
}
