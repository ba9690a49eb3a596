import { Observation } from '../../graph/facts/ObservationBook';

/**
 * Access logs tell who was refused, metrics tell how much: the outcome is the
 * logs' where they tell anything, the figures are the metrics'.
 */
export function combine(
  logs: Observation | undefined,
  metrics: Observation | undefined,
): Observation {
  if (!logs || !metrics) {
    return (
      logs ??
      metrics ?? {
        outcome: 'not-known',
        reason: 'No source of observed traffic is configured.',
        evidence: [],
      }
    );
  }
  const leading = leads(logs, metrics) ? logs : metrics;
  return {
    ...leading,
    // A rate of minutes cannot tell whether anything passed after the refusal.
    lastSeen:
      logs.outcome === 'denied'
        ? logs.lastSeen
        : latest(logs.lastSeen, metrics.lastSeen),
    lastDenied: logs.lastDenied,
    rate: metrics.rate ?? logs.rate,
    errorShare: metrics.errorShare,
    p95Milliseconds: metrics.p95Milliseconds ?? logs.p95Milliseconds,
    evidence: [...logs.evidence, ...metrics.evidence],
  };
}

/** Seeing beats silence, whoever sees; otherwise logs know better. */
function leads(logs: Observation, metrics: Observation): boolean {
  if (logs.outcome === 'denied' || logs.outcome === 'seen') return true;
  if (metrics.outcome === 'seen') return false;
  // Only logs tell a refusal from silence; a doubt of metrics outweighs it.
  return logs.outcome === 'silent'
    ? metrics.outcome === 'silent'
    : metrics.outcome === 'not-known';
}

function latest(a?: string, b?: string): string | undefined {
  if (!a || !b) return a ?? b;
  return a > b ? a : b;
}
