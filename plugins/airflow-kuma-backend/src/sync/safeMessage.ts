import { isUpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { toError } from '@backstage/errors';

/**
 * What may be shown and logged of a failure. Messages of `UpstreamError` are
 * made to be shown; any other is our own fault, and its text could quote
 * anything, so only its name goes out.
 */
export function safeMessage(thrown: unknown): string {
  const error = toError(thrown);
  return isUpstreamError(error)
    ? error.message
    : `Reading failed unexpectedly (${error.name}); see the log of the backend.`;
}
