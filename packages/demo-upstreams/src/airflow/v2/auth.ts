import { Request, Response, Router } from 'express';
import { reply } from '../../http/reply';
import { AirflowUser } from '../types';
import { Tokens } from './tokens';

const open = new Set(['/api/v2/version', '/api/v2/monitor/health']);
const field = (name: string) =>
  `${name}\n  Field required [type=missing, input_value={}, input_type=dict]\n    For further information visit https://errors.pydantic.dev/2.14/v/missing`;

/** Log-in by password or client credentials, and the check of every call. */
export function authRoutes(users: AirflowUser[], tokens: Tokens): Router {
  const routes = Router();

  routes.post('/auth/token', (request, response) => {
    const body = request.body ?? {};
    const name = body.username ?? body.client_id;
    const secret = body.password ?? body.client_secret;
    const missing = [
      ...(name === undefined ? ['username'] : []),
      ...(secret === undefined ? ['password'] : []),
    ];
    if (missing.length > 0) {
      const errors = missing.length === 1 ? 'error' : 'errors';
      const detail = [
        `${missing.length} validation ${errors} for LoginBody`,
        ...missing.map(field),
      ].join('\n');
      reply(response, { status: 422, body: { detail } });
      return;
    }
    const user = users.find(
      ({ username, password }) => username === name && password === secret,
    );
    if (!user) {
      refuse(response, 401, 'Invalid credentials');
      return;
    }
    reply(response, {
      status: 201,
      body: { access_token: tokens.issue(user) },
    });
  });

  routes.use(['/api/v2', '/ui'], (request, response, next) => {
    if (open.has(request.originalUrl.split('?', 1)[0])) {
      next();
      return;
    }
    const user = userOf(request, response, users, tokens);
    if (!user) return;
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
  refuse(response, 403, 'Forbidden');
  return false;
}

/** Airflow's answers (dags-no-token-401, dags-bad-token, dags-expired-token). */
function userOf(
  request: Request,
  response: Response,
  users: AirflowUser[],
  tokens: Tokens,
): AirflowUser | undefined {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ', 2);
  if (scheme !== 'Bearer' || !token) {
    refuse(response, 401, 'Not authenticated');
    return undefined;
  }
  const checked = tokens.check(token);
  if (!checked.ok && checked.expired) {
    refuse(response, 401, 'Token Expired');
    return undefined;
  }
  const user =
    checked.ok && users.find(({ username }) => username === checked.username);
  if (!user) {
    refuse(response, 403, 'Invalid JWT token');
    return undefined;
  }
  return user;
}

function refuse(response: Response, status: number, detail: string): void {
  reply(response, { status, body: { detail } });
}
