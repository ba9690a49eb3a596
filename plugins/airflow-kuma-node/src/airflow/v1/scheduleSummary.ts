/**
 * What Airflow 3 would call the timetable's summary, from `schedule_interval`:
 * `{__type: CronExpression, value}`, `{__type: TimeDelta, days, seconds}` or
 * `{__type: RelativeDelta, hours, …}`.
 */
export function scheduleSummary(interval: unknown): string | undefined {
  if (typeof interval === 'string') return interval || undefined;
  if (typeof interval !== 'object' || !interval) return undefined;
  const { value, __type, ...units } = interval as Record<string, unknown>;
  if (typeof value === 'string') return value || undefined;
  const amounts = Object.entries(units)
    .filter(([, amount]) => typeof amount === 'number' && amount !== 0)
    .map(([unit, amount]) => `${amount} ${unit}`);
  return amounts.length ? `every ${amounts.join(' ')}` : undefined;
}
