import { InputError } from '@backstage/errors';
import { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * Stands first in a route that reads its query, which then has to be checked
 * against a schema that names what it does not know.
 */
export const readsQuery: RequestHandler = (_request, _response, next) => next();

const refuseQuery: RequestHandler = (request, _response, next) => {
  const names = Object.keys(request.query);
  if (names.length > 0) {
    throw new InputError(
      `${request.method} ${request.baseUrl}${
        request.path
      } takes no query parameters: ${names.join(', ')}`,
    );
  }
  next();
};

/**
 * A router whose routes take no query but where they say so: a parameter that
 * is ignored answers something else than was asked.
 */
export function strictRouter(): Router {
  const router = PromiseRouter();
  for (const method of METHODS) {
    const add = router[method].bind(router) as (
      path: string,
      ...handlers: RequestHandler[]
    ) => Router;
    const addStrictly = (path: string, ...handlers: RequestHandler[]) =>
      handlers[0] === readsQuery
        ? add(path, ...handlers)
        : add(path, refuseQuery, ...handlers);
    Object.assign(router, { [method]: addStrictly });
  }
  return router;
}
