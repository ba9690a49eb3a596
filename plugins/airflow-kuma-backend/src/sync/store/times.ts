/** Marks the version that still holds; sorts after every real time. */
export const STILL_VALID = '9999-12-31T23:59:59.999Z';

/**
 * Any ISO time in the one form that sorts as text: UTC, milliseconds. Airflow
 * and Kuma write micro- and nanoseconds, with or without offsets.
 */
export function sortableTime(iso: string): string | undefined {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
