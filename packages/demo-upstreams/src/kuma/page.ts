import { Request, Response } from 'express';
import { reply, visible } from '../http/reply';
import { replyError } from './errors';

const maximumSize = 1000;

/**
 * A page of a list: `size` up to 1000, `offset` an index, `next` an absolute
 * URL made from the request's Host header (which is why clients must take
 * only `offset` from it).
 */
export function replyPage(
  request: Request,
  response: Response,
  items: unknown[],
): void {
  const size = Number(request.query.size ?? 100);
  if (!(size >= 1 && size <= maximumSize)) {
    replyError(
      response,
      400,
      'Could not retrieve resources',
      'Invalid page size',
      [
        {
          field: 'size',
          reason: `invalid page size of ${request.query.size}. Maximum page size is ${maximumSize}`,
        },
      ],
    );
    return;
  }
  const offset = Number(request.query.offset ?? 0);
  const seen = visible(response, items);
  const end = offset + size;
  const base = `${request.protocol}://${request.get('host')}${request.path}`;
  reply(response, {
    body: {
      total: seen.length,
      items: seen.slice(offset, end),
      next: end < seen.length ? `${base}?offset=${end}&size=${size}` : null,
    },
  });
}
