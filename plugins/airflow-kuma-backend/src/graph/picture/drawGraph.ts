import {
  EdgeCounts,
  GraphAnswer,
  GraphNode,
  GraphQuery,
  GroupSize,
  worstState,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import once from 'lodash/once';
import { BundledEdges, bundleEdges } from './bundleEdges';
import { deniedAt, filterScene } from './filterScene';
import { focusScene } from './focusScene';
import { PlacedGroup, Placement, placeNodes } from './placeNodes';
import { weighNodes } from './rankNodes';
import { Scene, SceneIdentity } from './Scene';

export const DEFAULT_LIMIT = 300;
export const DEFAULT_DEPTH = 1;

/**
 * Nodes, edges and honest counts of a scene, as a query asks for them at an
 * instant (milliseconds).
 */
export function drawGraph(
  scene: Scene,
  query: GraphQuery,
  at = Date.now(),
): Omit<GraphAnswer, 'asOf' | 'permittedOnly'> {
  const depth = query.depth ?? DEFAULT_DEPTH;
  const focused = focusScene(scene, query.focus, depth);
  const shown = filterScene(focused, query, at);
  const placement = placeNodes(shown, {
    grouping: query.grouping ?? 'none',
    open: new Set(query.open),
    keep: new Set(query.focus),
    limit: query.limit ?? DEFAULT_LIMIT,
    weights: once(() => weighNodes(shown)),
  });
  const hours = query.deniedWithin;
  const bundled = bundleEdges(shown, placement, {
    identities: query.identities ?? false,
    deniedAt: hours ? edge => deniedAt(edge, hours, at) : undefined,
  });
  return {
    nodes: [
      ...groupNodes(shown, placement, bundled),
      ...memberNodes(shown, placement, bundled),
      ...bundled.identities.map(identityNode),
    ],
    edges: bundled.edges,
    groups: [...placement.groups.values()]
      .filter(({ isBundle }) => !isBundle)
      .map(group => ({
        id: group.id,
        label: group.label,
        ...countMembers(group, shown),
        open: group.open,
        worst: worstOf(group, bundled),
      })),
    totals: totalsOf(shown),
    hidden: [
      ...leftOut(
        scene,
        focused,
        `further than ${depth} step${depth === 1 ? '' : 's'} from the focus`,
      ),
      ...leftOut(focused, shown, 'left out by the filter'),
      ...insideGroups(placement, bundled),
    ],
  };
}

function groupNodes(
  scene: Scene,
  { groups }: Placement,
  bundled: BundledEdges,
): GraphNode[] {
  return [...groups.values()].map((group): GraphNode => {
    const inside = bundled.inside.get(group.id);
    const contains = countMembers(group, scene);
    return {
      id: group.id,
      kind: 'group',
      label: group.label,
      sublabel: sizeInWords(contains),
      parent: group.bundleOf,
      contains,
      worst: worstOf(group, bundled),
      counts: bundled.counts.get(group.id),
      reached: bundled.reached.get(group.id),
      facts: inside ? { inside: `${inside} edges` } : {},
    };
  });
}

function memberNodes(
  scene: Scene,
  { drawnAs, groups }: Placement,
  bundled: BundledEdges,
): GraphNode[] {
  const parents = new Map<string, string>();
  for (const group of groups.values()) {
    if (!group.open) continue;
    for (const member of group.members) parents.set(member, group.id);
  }
  const nodes: GraphNode[] = [];
  for (const {
    id,
    kind,
    ref,
    label,
    sublabel,
    facts,
  } of scene.nodes.values()) {
    if (drawnAs.get(id) !== id) continue;
    nodes.push({
      id,
      kind,
      ref,
      label,
      sublabel,
      parent: parents.get(id),
      worst: bundled.worst.get(id),
      facts,
    });
  }
  return nodes;
}

function identityNode(identity: SceneIdentity): GraphNode {
  const { id, label, at, uriSans, sharedBy } = identity;
  return {
    id,
    kind: 'identity',
    label,
    sublabel: sharedBy > 1 ? `shared by ${counted(sharedBy, 'DAG')}` : at,
    facts: { identity: uriSans.join(', '), mesh: at, sharedBy: `${sharedBy}` },
  };
}

function worstOf(group: PlacedGroup, { worst }: BundledEdges) {
  if (!group.open) return worst.get(group.id);
  return worstOfMembers(group.members, worst);
}

function worstOfMembers(members: string[], worst: BundledEdges['worst']) {
  return worstState(members.map(member => worst.get(member)));
}

function countMembers(group: PlacedGroup, scene: Scene): GroupSize {
  let dags = 0;
  let identities = 0;
  let unresolved = 0;
  for (const member of group.members) {
    const kind = scene.nodes.get(member)?.kind;
    if (kind === 'dag') dags += 1;
    if (kind === 'identity') identities += 1;
    if (kind === 'unresolved') unresolved += 1;
  }
  return {
    dags,
    services: group.members.length - dags - identities - unresolved,
    ...(identities > 0 && { identities }),
    ...(unresolved > 0 && { unresolved }),
  };
}

function sizeInWords({
  dags,
  services,
  identities,
  unresolved,
}: GroupSize): string {
  const known = [counted(dags, 'DAG'), counted(services, 'service')];
  const others = [
    identities && counted(identities, 'identity', 'identities'),
    unresolved && counted(unresolved, 'unknown name'),
  ].filter(text => typeof text === 'string');
  return [
    ...(dags + services > 0 || !others.length ? known : []),
    ...others,
  ].join(', ');
}

function totalsOf(scene: Scene): GraphAnswer['totals'] {
  const states: EdgeCounts = {};
  let edges = 0;
  for (const { edge, change } of scene.edges) {
    if (change === 'removed') continue;
    edges += 1;
    states[edge.state] = (states[edge.state] ?? 0) + 1;
  }
  let dags = 0;
  let services = 0;
  for (const { kind } of scene.nodes.values()) {
    if (kind === 'dag') dags += 1;
    else if (kind !== 'unresolved' && kind !== 'identity') services += 1;
  }
  return { dags, services, edges, states };
}

function leftOut(
  before: Scene,
  after: Scene,
  reason: string,
): GraphAnswer['hidden'] {
  const nodes = before.nodes.size - after.nodes.size;
  const edges =
    before.edges.length +
    before.links.length -
    after.edges.length -
    after.links.length;
  return nodes || edges ? [{ nodes, edges, reason }] : [];
}

function insideGroups(
  { groups }: Placement,
  { inside }: BundledEdges,
): GraphAnswer['hidden'] {
  const hidden: GraphAnswer['hidden'] = [];
  let edgesInside = 0;
  for (const group of groups.values()) {
    if (group.open) continue;
    const edges = inside.get(group.id) ?? 0;
    if (!group.isBundle) edgesInside += edges;
    else {
      hidden.push({
        nodes: group.members.length,
        edges,
        reason: `bundled as "${group.label}": more than the limit`,
      });
    }
  }
  if (edgesInside) {
    hidden.push({
      nodes: 0,
      edges: edgesInside,
      reason: 'inside closed groups',
    });
  }
  return hidden;
}
