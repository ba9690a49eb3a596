import { Request, Response } from 'express';
import { reply, visible } from '../../http/reply';
import { replyBadRequest } from './problem';

const maximumLimit = 100;

/** A page of a list; `limit` is clamped to 100. */
export function replyList<T>(
  request: Request,
  response: Response,
  given: { key: string; items: T[]; shape: (item: T) => unknown },
): void {
  const paging = { limit: maximumLimit, offset: 0 };
  for (const name of ['limit', 'offset'] as const) {
    if (request.query[name] === undefined) continue;
    const value = Number(request.query[name]);
    if (!Number.isInteger(value)) {
      replyBadRequest(
        response,
        `Wrong type, expected 'integer' for query parameter '${name}'`,
      );
      return;
    }
    paging[name] = value;
  }
  const items = visible(response, given.items);
  const limit = Math.min(paging.limit, maximumLimit);
  reply(response, {
    body: {
      [given.key]: items
        .slice(paging.offset, paging.offset + limit)
        .map(given.shape),
      total_entries: items.length,
    },
  });
}

/** Values of a list parameter, which v1 joins with commas. */
export function commaList(request: Request, name: string): string[] {
  const given = request.query[name];
  return typeof given === 'string' && given ? given.split(',') : [];
}

/** Sorts by one key, as v1 does; text by code unit. */
export function sortBy<T>(
  request: Request,
  items: T[],
  keys: Record<string, (item: T) => string | number>,
  fallback: string,
): T[] {
  const order = String(request.query.order_by ?? fallback);
  const key = keys[order.replace(/^-/, '')] ?? keys[fallback];
  const sign = order.startsWith('-') ? -1 : 1;
  return [...items].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return 0;
    return (left < right ? -1 : 1) * sign;
  });
}
