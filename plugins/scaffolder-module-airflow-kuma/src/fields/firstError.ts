/** What a field shows: what the form found wrong, else what could not be read. */
export function firstError(
  rawErrors: string[] | undefined,
  error: Error | undefined,
): string | undefined {
  if (rawErrors && rawErrors.length > 0) return rawErrors[0];
  return error && `The backend could not be asked: ${error.message}`;
}
