import { SourceStatus } from './source';

/**
 * What became of the items of a part; `read` is the sum of the others.
 * @public
 */
export type PartCounts = {
  read: number;
  /** Each is something of its own on the pages. */
  shown: number;
  /** Shown together with another that answers to the same name. */
  merged: number;
  /** Not shown, by reason. */
  leftOut: { reason: string; count: number }[];
};

/**
 * One part of what is read of a source: a list, or something that all items of
 * a list have. `read`: the last read had it. `not-told`: the source, or the
 * role of our account, does not tell it. `failed`: it was asked for, and what
 * came was no answer. Of a part that is not `read`, its last good state stands.
 * @public
 */
export type SourcePart = {
  /** e.g. `import errors`, or a Kuma kind, e.g. `MeshIdentity`. */
  name: string;
  /** Absent where the part is of the whole source. */
  mesh?: string;
  state: 'read' | 'not-told' | 'failed';
  /** Why it is not read, or what is odd about what was read. */
  reason?: string;
  /** ISO time since which that is so. */
  since?: string;
  /** ISO time of the last good state; absent where there never was one. */
  lastRead?: string;
  /** What a person can do about it. */
  advice?: string;
  counts?: PartCounts;
};

/**
 * Parts that a source told once, or should tell, and does not tell now: what
 * rests on them is as old as they are.
 * @public
 */
export function missingParts(
  source: Pick<SourceStatus, 'parts'>,
): SourcePart[] {
  return source.parts.filter(
    ({ state, lastRead }) =>
      state === 'failed' || (state === 'not-told' && lastRead !== undefined),
  );
}

/**
 * Kinds of resources that decide what a call may do.
 * @public
 */
export const DECIDING_KINDS = [
  'Dataplane',
  'MeshIdentity',
  'MeshTLS',
  'MeshService',
  'MeshMultiZoneService',
  'MeshExternalService',
  'MeshTrafficPermission',
  'TrafficPermission',
] as const;
