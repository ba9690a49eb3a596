import { Response, Router } from 'express';
import { AirflowUser } from '../types';
import { replyForbidden } from './problem';

const open = new Set(['/version', '/health']);

/**
 * Basic authentication. Wrong or missing credentials are a 403, because FAB's
 * default public role exists and may do nothing
 * (dags-wrong-password-403-default-public-role.json).
 */
export function basicAuth(users: AirflowUser[]): Router {
  const routes = Router();
  routes.use((request, response, next) => {
    if (open.has(request.path)) {
      next();
      return;
    }
    const [, encoded = ''] = (request.get('authorization') ?? '').split(' ', 2);
    const [name, ...password] = Buffer.from(encoded, 'base64')
      .toString()
      .split(':');
    const user = users.find(
      each => each.username === name && each.password === password.join(':'),
    );
    if (!user) {
      replyForbidden(response);
      return;
    }
    response.locals.user = user;
    next();
  });
  return routes;
}

/** Answers 403 unless the user's role is one of these. */
export function needsRole(
  response: Response,
  ...roles: AirflowUser['role'][]
): boolean {
  if (roles.includes(response.locals.user.role)) return true;
  replyForbidden(response);
  return false;
}
