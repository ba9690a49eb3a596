import { PartCounts } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Reasons for the same part that are told apart; the rest is summed up. */
const MOST_REASONS = 10;

/** Counts of a part, with equal reasons summed up. */
export function countsOf(counts: {
  shown: number;
  merged?: number;
  /** One reason for each item that is not shown. */
  leftOut?: string[];
}): PartCounts {
  const { shown, merged = 0, leftOut = [] } = counts;
  const byReason = new Map<string, number>();
  for (const each of leftOut) {
    const isNew = !byReason.has(each);
    const reason =
      isNew && byReason.size >= MOST_REASONS ? 'other reasons' : each;
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
  }
  return {
    read: shown + merged + leftOut.length,
    shown,
    merged,
    leftOut: [...byReason].map(([reason, count]) => ({ reason, count })),
  };
}
