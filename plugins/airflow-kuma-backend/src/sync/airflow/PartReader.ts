import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { isUpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** Then it is not a part that is missing, but the whole instance. */
const OF_ALL = ['unreachable', 'tls', 'unauthorized'] as const;

/**
 * Reads parts of an instance without which the rest still stands. Of a part
 * that fails, the last good state is used, and the failure is told.
 */
export class PartReader {
  readonly #good = new Map<string, unknown>();

  /** What was read now or last; `undefined` where it was never read. */
  async read<T>(
    name: string,
    skipped: SourceStatus['skipped'],
    request: () => Promise<T>,
  ): Promise<{ value: T | undefined; failed: boolean }> {
    try {
      const value = await request();
      this.#good.set(name, value);
      return { value, failed: false };
    } catch (error) {
      if (isUpstreamError(error, ...OF_ALL)) throw error;
      if (!isUpstreamError(error)) throw error;
      skipped.push({
        item: name,
        reason: `${error.message}; what was read before stands`,
      });
      return { value: this.#good.get(name) as T | undefined, failed: true };
    }
  }
}
