import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ZodError } from 'zod';
import { describeZodError } from '../http/checkShape';
import { Listing } from '../http/types';

/** Reads resource by resource; one that cannot be read is reported. */
export function readEach<T, L extends Listing<KumaResource>>(
  listing: L,
  read: (row: KumaResource) => T,
): Omit<L, 'rows'> & Listing<T> {
  const rows: T[] = [];
  const skipped = [...listing.skipped];
  for (const [index, row] of listing.rows.entries()) {
    try {
      rows.push(read(row));
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      skipped.push({
        item: `items[${index}]`,
        id: row.name,
        reason: describeZodError(error),
      });
    }
  }
  return { ...listing, rows, skipped };
}
