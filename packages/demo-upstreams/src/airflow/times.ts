/** Airflow 3: microseconds, and none where they are zero. */
export function zuluTime(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return milliseconds % 1000 === 0
    ? `${text.slice(0, 19)}Z`
    : `${text.slice(0, -1)}000Z`;
}

/** Airflow 2 writes the offset out. */
export function offsetTime(milliseconds: number): string {
  return zuluTime(milliseconds).replace('Z', '+00:00');
}

/** A time, or `null` as Airflow sends it. */
export function orNull(
  format: (milliseconds: number) => string,
  milliseconds: number | undefined,
): string | null {
  return milliseconds === undefined ? null : format(milliseconds);
}
