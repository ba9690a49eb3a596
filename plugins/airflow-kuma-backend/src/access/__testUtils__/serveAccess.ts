import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import express from 'express';
import { Knex } from 'knex';
import request from 'supertest';
import { serveRouter } from '../../graph/__testUtils__/serveRouter';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { accessRules } from '../permissions/accessRules';
import { createAccessRouter } from '../router';
import { AccessWorld, ANN } from './AccessWorld';

/** The access API of a world, for whomever a test calls as. */
export function serveAccess(
  database: Knex,
  options: {
    /** By permission; what is not named is allowed. */
    decisions?: Record<string, PolicyDecision>;
    config?: object;
  } = {},
) {
  const world = new AccessWorld(database, options.config as JsonObject);
  const decide = (name: string): any =>
    options.decisions?.[name] ?? { result: AuthorizeResult.ALLOW };
  const permissions = mockServices.permissions.mock({
    authorize: async asked =>
      asked.map(({ permission }) => decide(permission.name)),
    authorizeConditional: async asked =>
      asked.map(({ permission }) => decide(permission.name)),
  });
  const registry = mockServices.permissionsRegistry.mock({
    getPermissionRuleset: () =>
      ({
        getRuleByName: (name: string) =>
          accessRules.find(rule => rule.name === name),
      } as any),
  });
  const audited: string[] = [];
  const app = serveRouter(
    createAccessRouter({
      context: world.context,
      authorizer: new AccessAuthorizer({
        permissions,
        registry,
        store: world.context.store,
        visibility: world.context.visibility,
        administrators: world.context.config.administrators,
      }),
      callerOf: async (incoming: express.Request) =>
        world.caller(incoming.get('x-test-user') ?? ANN),
      audited: async (_request, eventId, _meta, work) => {
        audited.push(eventId);
        return work();
      },
    }),
  );
  const as = (user: string) => ({
    get: (path: string) => request(app).get(path).set('x-test-user', user),
    post: (path: string, body: object = {}) =>
      request(app).post(path).set('x-test-user', user).send(body),
  });
  return { world, as, audited };
}
