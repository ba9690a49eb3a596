import { AccessRecord } from '../types';

/** What a grant has to tell of itself to be prolonged. */
export type Prolonged = Pick<AccessRecord, 'id' | 'end' | 'endedAt'>;

/**
 * From when the time of an extension counts: from the present end, so that it
 * can only lengthen. From now where that grant has ended meanwhile.
 */
export function extendedFrom(before: Prolonged, now: string): string {
  const { end, endedAt } = before;
  return end && !endedAt && end > now ? end : now;
}
