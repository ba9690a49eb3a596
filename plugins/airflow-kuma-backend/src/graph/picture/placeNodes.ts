import { GraphGrouping } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { groupOf } from './groupOf';
import { NodeWeight, rankNodes } from './rankNodes';
import { Scene } from './Scene';

/** Where each node of a scene ends up in the picture. */
export type Placement = {
  /** Node id → id of what stands for it: itself, or a closed group. */
  drawnAs: Map<string, string>;
  groups: Map<string, PlacedGroup>;
};

export type PlacedGroup = {
  id: string;
  label: string;
  members: string[];
  /** Its members are drawn inside it. */
  open: boolean;
  /** Set on a bundle of what did not fit: the open group that it is in. */
  bundleOf?: string;
  isBundle: boolean;
};

export type PlaceOptions = {
  grouping: GraphGrouping;
  open: Set<string>;
  /** Drawn even when others have to be bundled. */
  keep: Set<string>;
  limit: number;
  /** Asked for only where something does not fit. */
  weights: () => Map<string, NodeWeight>;
};

/** Members of no group are drawn as if in one open group that is not there. */
const UNGROUPED = '';

/**
 * Decides what is drawn by itself. Closed groups come first, as they stand
 * for most; members of open groups share what is left of the limit, and the
 * rest of each is bundled, never dropped.
 */
export function placeNodes(scene: Scene, options: PlaceOptions): Placement {
  const groups = collectGroups(scene, options);
  bundleSmallGroups(groups, options.limit);
  const closed = [...groups.values()].filter(({ open }) => !open).length;
  const opened = [...groups.values()].filter(({ open }) => open);
  const wanted = opened.reduce((sum, { members }) => sum + members.length, 0);
  const room = Math.max(options.limit - closed, opened.length);
  const drawnAs = new Map<string, string>();
  for (const group of groups.values()) {
    if (!group.open) {
      for (const id of group.members) drawnAs.set(id, group.id);
    }
  }
  for (const group of opened) {
    const share =
      wanted <= room
        ? group.members.length
        : Math.max(1, Math.floor((room * group.members.length) / wanted));
    openGroup(group, share, groups, drawnAs, options);
  }
  groups.delete(UNGROUPED);
  return { drawnAs, groups };
}

function collectGroups(
  scene: Scene,
  { grouping, open }: PlaceOptions,
): Map<string, PlacedGroup> {
  const groups = new Map<string, PlacedGroup>();
  for (const node of scene.nodes.values()) {
    const { id, label } = groupOf(node, grouping) ?? {
      id: UNGROUPED,
      label: '',
    };
    const known = groups.get(id);
    if (known) known.members.push(node.id);
    else {
      groups.set(id, {
        id,
        label,
        members: [node.id],
        open: id === UNGROUPED || open.has(id),
        isBundle: false,
      });
    }
  }
  return groups;
}

/** A grouping by owner can make more groups than can be read: the smallest become one. */
function bundleSmallGroups(groups: Map<string, PlacedGroup>, limit: number) {
  const closed = [...groups.values()].filter(({ open }) => !open);
  if (closed.length <= limit) return;
  closed.sort((a, b) => b.members.length - a.members.length);
  const small = closed.slice(Math.max(limit - 1, 0));
  for (const group of small) groups.delete(group.id);
  groups.set('more:groups', {
    id: 'more:groups',
    label: `${small.length} smaller groups`,
    members: small.flatMap(({ members }) => members),
    open: false,
    isBundle: true,
  });
}

function openGroup(
  group: PlacedGroup,
  share: number,
  groups: Map<string, PlacedGroup>,
  drawnAs: Map<string, string>,
  { keep, weights }: PlaceOptions,
) {
  const kept = group.members.filter(id => keep.has(id));
  const others = group.members.filter(id => !keep.has(id));
  const ranked =
    others.length + kept.length <= share
      ? others
      : rankNodes(others, weights());
  const fits = Math.max(share - kept.length, 0);
  for (const id of [...kept, ...ranked.slice(0, fits)]) drawnAs.set(id, id);
  const rest = ranked.slice(fits);
  if (!rest.length) return;
  const bundle: PlacedGroup = {
    id: `more:${group.id}`,
    label: `${rest.length} more`,
    members: rest,
    open: false,
    bundleOf: group.id === UNGROUPED ? undefined : group.id,
    isBundle: true,
  };
  groups.set(bundle.id, bundle);
  for (const id of rest) drawnAs.set(id, bundle.id);
}
