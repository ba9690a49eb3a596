import { ZodType } from 'zod';
import { describeZodError } from './checkShape';
import { ListDoubt, Listing, SkippedItem } from './types';
import { UpstreamError } from './UpstreamError';

/**
 * Checks the items of a list one by one: what does not fit is left out and
 * reported. When nothing fits, the list as a whole is not what we think it
 * is, and must not look empty.
 */
export function parseRows<T>(options: {
  upstream: string;
  request: string;
  /** Name of the list, e.g. `dags`. */
  list: string;
  items: unknown[];
  /** What spoke against the items' being all. */
  doubt?: ListDoubt;
  schema: ZodType<T>;
  /** Field that holds the id, e.g. `dag_id`. */
  idField: string;
}): Listing<T> {
  const rows: T[] = [];
  const skipped: SkippedItem[] = [];
  for (const [index, item] of options.items.entries()) {
    const result = options.schema.safeParse(item);
    if (result.success) {
      rows.push(result.data);
      continue;
    }
    skipped.push({
      item: `${options.list}[${index}]`,
      id: idOf(item, options.idField),
      reason: describeZodError(result.error),
    });
  }
  if (rows.length === 0 && skipped.length > 0) {
    throw new UpstreamError({
      upstream: options.upstream,
      request: options.request,
      kind: 'unexpected-shape',
      detail: `${skipped[0].item}.${skipped[0].reason}`,
      advice: 'the version may be newer than this plugin knows',
    });
  }
  const doubt = withNameless(options.doubt, skipped);
  return { rows, skipped, ...(doubt && { doubt }) };
}

/** A skipped item that does not tell its id may be any that we know. */
function withNameless(
  doubt: ListDoubt | undefined,
  skipped: SkippedItem[],
): ListDoubt | undefined {
  const nameless = skipped.filter(({ id }) => id === undefined).length;
  if (nameless === 0) return doubt;
  const reason = `${nameless} of its items cannot be read and tell no id`;
  if (!doubt) return { reason, missing: nameless };
  return {
    reason: `${doubt.reason}, ${reason}`,
    missing: doubt.missing === undefined ? undefined : doubt.missing + nameless,
  };
}

/** The id of an item that need not be whole, for telling pages' items apart. */
export function idOf(item: unknown, field: string): string | undefined {
  const id = (item as Record<string, unknown> | undefined)?.[field];
  return typeof id === 'string' || typeof id === 'number'
    ? String(id)
    : undefined;
}
