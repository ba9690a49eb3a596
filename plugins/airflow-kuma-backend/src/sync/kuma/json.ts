/**
 * Careful looks into resources whose shape differs between versions: what is
 * not as expected is simply not there.
 */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : undefined;
}

/** Texts of a list of objects, e.g. all `hostname`s. */
export function texts(values: unknown, field: string): string[] {
  return list(values)
    .map(value => text(record(value)[field]))
    .filter((found): found is string => found !== undefined);
}
