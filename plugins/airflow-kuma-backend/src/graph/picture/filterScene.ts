import {
  Edge,
  edgeDags,
  EdgeState,
  InventoryFilter,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { anyOf, wordsOf } from '../../inventory/rows/matches';
import { Scene, SceneEdge, SceneNode } from './Scene';

export type SceneFilter = InventoryFilter & {
  edgeState?: EdgeState[];
  /** Only edges that logs saw refused within so many hours. */
  deniedWithin?: number;
};

const HOUR_MS = 3_600_000;

const SERVICE_ONLY = ['controlPlane', 'mesh', 'zone'] as const;
const EITHER_END = ['environment', 'dataDomain', 'owner'] as const;

/**
 * Keeps the edges that fit, with both their ends. Instance is of the DAG;
 * control plane, mesh and zone are of the service; environment, data domain,
 * owner and text may be of either, so that "what my team depends on" and "who
 * depends on my team" are in one picture. `at` (milliseconds) is the instant that states and hours are
 * of: certificates expire although nothing changes.
 */
export function filterScene(
  scene: Scene,
  filter: SceneFilter,
  at: number,
): Scene {
  if (!isFiltering(filter)) return scene;
  const words = wordsOf(filter.text);
  const fits = memoizeNode(scene, node => nodeFits(node, filter, words));
  const edges = scene.edges.filter(
    item =>
      deniedFits(item, filter, at) && edgeFits(item, scene, filter, at, fits),
  );
  const kept = new Set<string>();
  for (const item of edges) {
    kept.add(item.source).add(item.target);
    for (const { id } of likelyCallers(item, scene, filter, fits)) kept.add(id);
  }
  if (!filter.edgeState?.length && !filter.deniedWithin) {
    for (const node of scene.nodes.values()) {
      if (standsAlone(node, filter, at) && fits(node.id)) kept.add(node.id);
    }
  }
  const inside = (item: { source: string; target: string }) =>
    kept.has(item.source) && kept.has(item.target);
  return {
    nodes: new Map([...scene.nodes].filter(([id]) => kept.has(id))),
    edges,
    links: scene.links.filter(inside),
  };
}

function isFiltering(filter: SceneFilter): boolean {
  const { text, instance, state, edgeState, deniedWithin } = filter;
  return (
    Boolean(text?.trim() || instance?.length || deniedWithin) ||
    Boolean(state?.length || edgeState?.length) ||
    [...SERVICE_ONLY, ...EITHER_END].some(key => filter[key]?.length)
  );
}

function edgeFits(
  item: SceneEdge,
  scene: Scene,
  filter: SceneFilter,
  at: number,
  fits: (id: string) => boolean,
): boolean {
  const { source, target, edge } = item;
  const service = scene.nodes.get(target);
  const dags = callersOf(item, scene).filter(({ traits }) =>
    among(traits.instance, filter.instance),
  );
  if (!dags.length || !service) return false;
  return (
    among(edge.state, filter.edgeState) &&
    SERVICE_ONLY.every(key => among(service.traits[key], filter[key])) &&
    (fits(source) || fits(target) || dags.some(({ id }) => fits(id))) &&
    (!filter.state?.length ||
      [
        edge.state,
        ...dags.flatMap(dag => dag.statesAt(at)),
        ...service.statesAt(at),
      ].some(state => filter.state?.includes(state)))
  );
}

/** The DAG of an edge, or those that it could be of. */
function callersOf({ edge }: SceneEdge, scene: Scene): SceneNode[] {
  return edgeDags(edge).flatMap(dag => scene.nodes.get(dag) ?? []);
}

/** Of an identity's DAGs those that the filter is about; all where it is about the service. */
function likelyCallers(
  item: SceneEdge,
  scene: Scene,
  filter: SceneFilter,
  fits: (id: string) => boolean,
): SceneNode[] {
  const dags = callersOf(item, scene).filter(({ traits }) =>
    among(traits.instance, filter.instance),
  );
  const fitting = dags.filter(({ id }) => fits(id));
  return fitting.length ? fitting : dags;
}

/** A node that no edge brings in still shows, where the filter is about nodes like it. */
function standsAlone(
  node: SceneNode,
  filter: SceneFilter,
  at: number,
): boolean {
  const { state } = filter;
  if (state?.length && !anyOf(state, node.statesAt(at))) return false;
  if (node.kind === 'dag') {
    return (
      among(node.traits.instance, filter.instance) &&
      SERVICE_ONLY.every(key => !filter[key]?.length)
    );
  }
  if (node.kind === 'unresolved' || node.kind === 'identity') return false;
  return (
    !filter.instance?.length &&
    SERVICE_ONLY.every(key => among(node.traits[key], filter[key]))
  );
}

function nodeFits(
  node: SceneNode,
  filter: SceneFilter,
  words: string[],
): boolean {
  return (
    EITHER_END.every(key => among(node.traits[key], filter[key])) &&
    (!words.length || words.every(word => node.text().includes(word)))
  );
}

/** A refusal counts although the permission was mended since. */
function deniedFits(
  { edge }: SceneEdge,
  { deniedWithin }: SceneFilter,
  at: number,
): boolean {
  return !deniedWithin || deniedAt(edge, deniedWithin, at) !== undefined;
}

/** When a call of an edge was last refused, where that was within so many hours. */
export function deniedAt(
  { observed }: Edge,
  hours: number,
  at: number,
): string | undefined {
  const { lastDenied, toldAt } = observed;
  return lastDenied !== undefined &&
    toldAt === undefined &&
    Date.parse(lastDenied) >= at - hours * HOUR_MS
    ? lastDenied
    : undefined;
}

function among(value: string | undefined, allowed?: string[]): boolean {
  return !allowed?.length || (value !== undefined && allowed.includes(value));
}

function memoizeNode(scene: Scene, decide: (node: SceneNode) => boolean) {
  const decided = new Map<string, boolean>();
  return (id: string) => {
    let decision = decided.get(id);
    if (decision === undefined) {
      const node = scene.nodes.get(id);
      decision = node !== undefined && decide(node);
      decided.set(id, decision);
    }
    return decision;
  };
}
