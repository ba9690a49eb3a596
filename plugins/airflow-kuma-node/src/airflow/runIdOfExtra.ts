/**
 * The run that an action was about, from what its caller sent: v1 leaves the
 * row's own `run_id` empty, and v2 does for a trigger. Nothing else of `extra`
 * is looked at; it can hold what a person typed anywhere.
 */
export function runIdOfExtra(extra: string | undefined): string | undefined {
  if (!extra) return undefined;
  try {
    const parsed: unknown = JSON.parse(extra);
    const { dag_run_id, run_id } = (parsed ?? {}) as Record<string, unknown>;
    return [dag_run_id, run_id].find(
      (id): id is string => typeof id === 'string' && id !== '',
    );
  } catch {
    return undefined; // CLI rows hold other text
  }
}
