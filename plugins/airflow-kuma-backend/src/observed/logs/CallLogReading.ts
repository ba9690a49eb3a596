import { CallStore, CallSummary, LogCoverage, RecentCalls } from './CallStore';

/** What access logs told up to an instant. */
export type CallLogReading = {
  /** Milliseconds since 1970. */
  at: number;
  summaries: CallSummary[];
  recent: RecentCalls[];
  coverage: LogCoverage[];
};

export async function readCallLog(
  store: CallStore,
  at: number,
  options?: { past?: boolean },
): Promise<CallLogReading> {
  const [summaries, recent, coverage] = await Promise.all([
    options?.past ? store.summariesAt(at) : store.summaries(at),
    store.recent(at),
    store.coverage(at),
  ]);
  return { at, summaries, recent, coverage };
}
