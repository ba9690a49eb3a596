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
): Promise<CallLogReading> {
  const [summaries, recent, coverage] = await Promise.all([
    store.summaries(at),
    store.recent(at),
    store.coverage(at),
  ]);
  return { at, summaries, recent, coverage };
}
