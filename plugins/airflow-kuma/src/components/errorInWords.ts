/**
 * What went wrong, as the backend says it. The message of a failed response
 * only has its number; why is in its cause.
 */
export function errorInWords(error: Error): string {
  const { cause } = error;
  return cause instanceof Error && cause.message
    ? cause.message
    : error.message;
}

/** Kind of what the backend refused, e.g. `NotFoundError`. */
export function errorName(error: Error): string {
  const { cause } = error;
  return cause instanceof Error ? cause.name : error.name;
}
