import {
  Edge,
  EdgeCounts,
  edgeHealth,
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
  /** Edges that begin at each drawn node, by state. */
  counts: Map<string, EdgeCounts>;
  /** Edges that reach it from elsewhere, by state. */
  reached: Map<string, EdgeCounts>;
  /** How many edges run inside each closed group. */
  inside: Map<string, number>;
};

/** Merges edges that run between the same two drawn nodes. */
export function bundleEdges(
  scene: Scene,
  { drawnAs }: Placement,
  options: {
    identities: boolean;
    /** When a call of an edge was refused, where somebody asks for that. */
    deniedAt?: (edge: Edge) => string | undefined;
  },
): BundledEdges {
  const edges = new DrawnEdges();
  const identities = new Map<string, SceneIdentity>();
  const worst = new Map<string, EdgeState>();
  const inside = new Map<string, number>();
  const counts = new Map<string, EdgeCounts>();
  const reached = new Map<string, EdgeCounts>();
  const addState = (
    id: string,
    state: EdgeState,
    into: Map<string, EdgeCounts>,
  ) => {
    const known = worst.get(id);
    if (known !== state) worst.set(id, worstState([known, state])!);
    let count = into.get(id);
    if (!count) into.set(id, (count = {}));
    count[state] = (count[state] ?? 0) + 1;
  };
  for (const item of scene.edges) {
    const source = drawnAs.get(item.source)!;
    const target = drawnAs.get(item.target)!;
    if (item.change !== 'removed') {
      addState(source, item.edge.state, counts);
      if (target !== source) addState(target, item.edge.state, reached);
    }
    if (source === target) {
      inside.set(source, (inside.get(source) ?? 0) + 1);
      continue;
    }
    const denied = options.deniedAt?.(item.edge);
    const identity =
      options.identities && source === item.source
        ? drawable(item.identity, drawnAs)
        : undefined;
    if (identity) {
      if (!drawnAs.has(identity.id)) identities.set(identity.id, identity);
      addRunsAs(edges, source, identity.id, item);
      addAccess(edges, identity.id, target, item, denied);
    } else {
      addAccess(edges, source, target, item, denied);
    }
  }
  for (const [identity, dags] of callersIn(scene)) {
    const target = drawnAs.get(identity)!;
    for (const dag of dags) {
      const source = drawnAs.get(dag)!;
      if (source === target) continue;
      const drawn = edges.at('runs-as', source, target);
      drawn.total = source === dag ? 1 : drawn.total + 1;
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
    reached,
    inside,
  };
}

/** An identity stands in the middle by itself, or where it is drawn already. */
function drawable(
  identity: SceneIdentity | undefined,
  drawnAs: Placement['drawnAs'],
): SceneIdentity | undefined {
  const at = identity && drawnAs.get(identity.id);
  return at === undefined || at === identity?.id ? identity : undefined;
}

function addAccess(
  edges: DrawnEdges,
  source: string,
  target: string,
  { edge, change }: SceneEdge,
  denied?: string,
) {
  const drawn = edges.at('access', source, target);
  drawn.total += 1;
  if (edgeHealth(edge.observed)) drawn.ailing = (drawn.ailing ?? 0) + 1;
  if (denied) {
    const { count = 0, last = denied } = drawn.denied ?? {};
    drawn.denied = { count: count + 1, last: last > denied ? last : denied };
  }
  drawn.edge = drawn.total === 1 ? edge : undefined;
  if (change !== 'removed') {
    drawn.counts[edge.state] = (drawn.counts[edge.state] ?? 0) + 1;
    drawn.state = worstState([drawn.state, edge.state]);
  }
  addChange(drawn, change);
}

/** DAGs that calls of each identity could be of; no dependencies, so never counted. */
function callersIn({ nodes, edges }: Scene): Map<string, Set<string>> {
  const callers = new Map<string, Set<string>>();
  for (const { source, edge } of edges) {
    for (const dag of edge.caller?.couldBe ?? []) {
      if (!nodes.has(dag)) continue;
      callers.set(source, (callers.get(source) ?? new Set()).add(dag));
    }
  }
  return callers;
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
