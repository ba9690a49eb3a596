import {
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
  for (const { source, target } of edges) kept.add(source).add(target);
  if (!filter.edgeState?.length && !filter.deniedWithin) {
    for (const node of scene.nodes.values()) {
      if (standsAlone(node, filter, at) && fits(node.id)) kept.add(node.id);
    }
  }
  return {
    nodes: new Map([...scene.nodes].filter(([id]) => kept.has(id))),
    edges,
    links: scene.links.filter(
      ({ source, target }) => kept.has(source) && kept.has(target),
    ),
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
  { source, target, edge }: SceneEdge,
  scene: Scene,
  filter: SceneFilter,
  at: number,
  fits: (id: string) => boolean,
): boolean {
  const dag = scene.nodes.get(source);
  const service = scene.nodes.get(target);
  if (!dag || !service) return false;
  return (
    among(edge.state, filter.edgeState) &&
    among(dag.traits.instance, filter.instance) &&
    SERVICE_ONLY.every(key => among(service.traits[key], filter[key])) &&
    (fits(source) || fits(target)) &&
    (!filter.state?.length ||
      [edge.state, ...dag.statesAt(at), ...service.statesAt(at)].some(state =>
        filter.state?.includes(state),
      ))
  );
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
  if (node.kind === 'unresolved') return false;
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
  if (!deniedWithin) return true;
  const { lastDenied } = edge.observed;
  return (
    lastDenied !== undefined &&
    Date.parse(lastDenied) >= at - deniedWithin * HOUR_MS
  );
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
