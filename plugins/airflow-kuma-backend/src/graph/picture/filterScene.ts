import {
  EdgeState,
  InventoryFilter,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Scene, SceneEdge, SceneNode } from './Scene';

export type SceneFilter = InventoryFilter & { edgeState?: EdgeState[] };

const SERVICE_ONLY = ['controlPlane', 'mesh', 'zone'] as const;
const EITHER_END = ['environment', 'dataDomain', 'owner'] as const;

/**
 * Keeps the edges that fit, with both their ends. Instance is of the DAG;
 * control plane, mesh and zone are of the service; environment, data domain,
 * owner and text may be of either, so that "what my team depends on" and "who
 * depends on my team" are in one picture.
 */
export function filterScene(scene: Scene, filter: SceneFilter): Scene {
  if (!isFiltering(filter)) return scene;
  const fits = memoizeNode(scene, node => nodeFits(node, filter));
  const edges = scene.edges.filter(item => edgeFits(item, scene, filter, fits));
  const kept = new Set<string>();
  for (const { source, target } of edges) kept.add(source).add(target);
  if (!filter.edgeState?.length) {
    for (const node of scene.nodes.values()) {
      if (standsAlone(node, filter) && fits(node.id)) kept.add(node.id);
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
  const { text, instance, state, edgeState } = filter;
  return (
    Boolean(text?.trim() || instance?.length) ||
    Boolean(state?.length || edgeState?.length) ||
    [...SERVICE_ONLY, ...EITHER_END].some(key => filter[key]?.length)
  );
}

function edgeFits(
  { source, target, edge }: SceneEdge,
  scene: Scene,
  filter: SceneFilter,
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
      [edge.state, ...dag.states, ...service.states].some(state =>
        filter.state?.includes(state),
      ))
  );
}

/** A node that no edge brings in still shows, where the filter is about nodes like it. */
function standsAlone(node: SceneNode, filter: SceneFilter): boolean {
  if (filter.state?.length) {
    if (!node.states.some(state => filter.state?.includes(state))) return false;
  }
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

function nodeFits(node: SceneNode, filter: SceneFilter): boolean {
  const words = filter.text
    ?.toLocaleLowerCase('en-US')
    .split(/\s+/)
    .filter(Boolean);
  return (
    EITHER_END.every(key => among(node.traits[key], filter[key])) &&
    (words ?? []).every(word => node.text.includes(word))
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
