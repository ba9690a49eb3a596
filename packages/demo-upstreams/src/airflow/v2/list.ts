import { Request, Response } from 'express';
import { reply, visible } from '../../http/reply';
import { AirflowVersion } from '../types';

/** `[api] maximum_page_limit`; Airflow clamps silently since 3.2. */
const maximumLimit = 100;

/** `limit` and `offset`, or `undefined` after a 422. */
export function readPaging(
  request: Request,
  response: Response,
  version: AirflowVersion,
): { limit: number; offset: number } | undefined {
  const paging = { limit: 50, offset: 0 };
  for (const name of ['limit', 'offset'] as const) {
    const given = request.query[name];
    if (given === undefined) continue;
    const value = Number(given);
    if (!Number.isInteger(value) || value < 0) {
      reply(response, {
        status: 422,
        body: { detail: [invalid(name, String(given), value)] },
      });
      return undefined;
    }
    paging[name] = value;
  }
  if (version !== '3.0.6') {
    paging.limit = Math.min(paging.limit, maximumLimit);
  }
  return paging;
}

function invalid(name: string, input: string, value: number): unknown {
  const loc = ['query', name];
  return Number.isInteger(value)
    ? {
        type: 'greater_than_equal',
        loc,
        msg: 'Input should be greater than or equal to 0',
        input,
        ctx: { ge: 0 },
      }
    : {
        type: 'int_parsing',
        loc,
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        input,
      };
}

/** A page of a list by offset. */
export function replyList<T>(
  request: Request,
  response: Response,
  given: {
    version: AirflowVersion;
    key: string;
    items: T[];
    shape: (item: T) => unknown;
    extra?: Record<string, unknown>;
  },
): void {
  const paging = readPaging(request, response, given.version);
  if (!paging) return;
  const items = visible(response, given.items);
  reply(response, {
    body: {
      [given.key]: items
        .slice(paging.offset, paging.offset + paging.limit)
        .map(given.shape),
      total_entries: items.length,
      ...given.extra,
    },
  });
}

/** Values of a parameter that may repeat. */
export function all(request: Request, name: string): string[] {
  const query = request.url.split('?', 2)[1] ?? '';
  return new URLSearchParams(query).getAll(name);
}

export function one(request: Request, name: string): string | undefined {
  return all(request, name)[0];
}

/**
 * Test for a `*_pattern`: ILIKE with `%` and `_`, anywhere in the text; `~`
 * is everything.
 */
export function patternTest(
  pattern: string | undefined,
): (text: string) => boolean {
  if (pattern === undefined || pattern === '' || pattern === '~') {
    return () => true;
  }
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '.*')
    .replace(/_/g, '.');
  const expression = new RegExp(source, 'is');
  return text => expression.test(text);
}

/** Test for a moment against `<name>_gte` and `<name>_lte`. */
export function rangeTest(
  request: Request,
  name: string,
): (milliseconds: number | undefined) => boolean {
  const from = one(request, `${name}_gte`);
  const to = one(request, `${name}_lte`);
  if (!from && !to) return () => true;
  const low = from ? Date.parse(from) : -Infinity;
  const high = to ? Date.parse(to) : Infinity;
  return milliseconds =>
    milliseconds !== undefined && milliseconds >= low && milliseconds <= high;
}

export type SortKeys<T> = Record<string, (item: T) => string | number>;

/**
 * Sorts by `order_by`; answers 400 and `undefined` for what cannot be sorted
 * by (dags-order-by-bogus). Text is compared by code unit, as on SQLite.
 */
export function sortList<T>(
  request: Request,
  response: Response,
  items: T[],
  keys: SortKeys<T>,
  fallback: string,
): T[] | undefined {
  const wanted = all(request, 'order_by');
  const orders = wanted.length > 0 ? wanted : [fallback];
  for (const order of orders) {
    const name = order.replace(/^-/, '');
    if (!keys[name]) {
      reply(response, {
        status: 400,
        body: {
          detail: `Ordering with '${name}' is disallowed or the attribute does not exist on the model`,
        },
      });
      return undefined;
    }
  }
  return [...items].sort((a, b) => {
    for (const order of orders) {
      const key = keys[order.replace(/^-/, '')];
      const [left, right] = [key(a), key(b)];
      if (left !== right) {
        return (left < right ? -1 : 1) * (order.startsWith('-') ? -1 : 1);
      }
    }
    return 0;
  });
}
