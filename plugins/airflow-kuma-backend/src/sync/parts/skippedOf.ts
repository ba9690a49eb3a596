import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Listing } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** Items of a list that could not be understood, as a source reports them. */
export function skippedOf(
  listing: Pick<Listing<unknown>, 'skipped'>,
): SourceStatus['skipped'] {
  return listing.skipped.map(({ id, item, reason }) => ({
    item: id ?? item,
    reason,
  }));
}
