import { Minutes } from './minutes';

/** One call as an access log tells it, before anything is known of its ends. */
export type ObservedCall = {
  mesh: string;
  /** URI SAN of the caller's certificate. */
  caller: string;
  /** Workload, proxy or service tag of the destination. */
  destination: string;
  verdict: 'allowed' | 'denied';
  /** KRI or name of the policy that refused; empty for the default. */
  policy: string;
  /** Milliseconds since 1970. */
  at: number;
  milliseconds?: number;
};

/** Calls that are the same but for when they were and how long they took, in one hour. */
export type CallAggregate = Omit<ObservedCall, 'at' | 'milliseconds'> & {
  controlPlane: string;
  /** Hours since 1970. */
  hour: number;
  count: number;
  firstSeen: number;
  lastSeen: number;
  minutes: Minutes;
  /** Calls by `LATENCY_BOUNDS`; the last is all that took longer. */
  latencies: number[];
};

/** Upper bounds of the latency histogram, in milliseconds. */
export const LATENCY_BOUNDS = [
  1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000,
];

export const HOUR_MS = 3_600_000;

/** Where a latency falls in the histogram. */
export function latencyBucket(milliseconds: number): number {
  const index = LATENCY_BOUNDS.findIndex(bound => milliseconds <= bound);
  return index < 0 ? LATENCY_BOUNDS.length : index;
}

/** The 95th percentile of a histogram, as the bound that it lies under. */
export function percentile95(latencies: number[]): number | undefined {
  const total = latencies.reduce((sum, count) => sum + count, 0);
  if (!total) return undefined;
  let reached = 0;
  for (const [index, count] of latencies.entries()) {
    reached += count;
    if (reached >= total * 0.95) {
      return LATENCY_BOUNDS[index] ?? LATENCY_BOUNDS.at(-1);
    }
  }
  return undefined;
}
