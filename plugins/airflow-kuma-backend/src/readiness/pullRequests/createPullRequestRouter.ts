import { readinessProposePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { z } from 'zod';
import { Audited } from '../../access/createAudited';
import { parseInput } from '../../access/parseInput';
import { Caller } from '../../access/types';
import { CallerReader } from '../../graph/routes/CallerReader';
import { parseQuery } from '../../graph/routes/graphQuery';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { OwnerPullRequests, Proposer } from './OwnerPullRequests';

const name = z.string().min(1).max(200);
const meshSchema = z.strictObject({ controlPlane: name, mesh: name });
const openSchema = meshSchema.extend({ owner: z.string().max(500) });

/** `/readiness/pull-requests`: how those of owners stand, and opening them. */
export function createPullRequestRouter(options: {
  pullRequests: OwnerPullRequests;
  callers: CallerReader;
  callerOf(request: express.Request): Promise<Caller>;
  permissions: PermissionsService;
  administrators: string[];
  audited: Audited;
}): express.Router {
  const { pullRequests, callers, permissions, administrators } = options;
  const router = strictRouter();
  const json = express.json({ limit: '10kb' });

  async function proposerOf(
    request: express.Request,
  ): Promise<Proposer & { isPermitted: boolean }> {
    const { credentials, user, ownershipRefs, audit } = await options.callerOf(
      request,
    );
    const { visible } = await callers.of(credentials);
    const [{ result }] = await permissions.authorize(
      [{ permission: readinessProposePermission }],
      { credentials },
    );
    const isPermitted = result === AuthorizeResult.ALLOW;
    // A service is nobody's member, whatever token it holds.
    const refs = new Set(user ? [user, ...ownershipRefs] : []);
    const isAdministrator = administrators.some(ref => refs.has(ref));
    return {
      visible,
      audit,
      isPermitted,
      mayOpen: owner => isPermitted && (isAdministrator || refs.has(owner)),
    };
  }

  router.get(
    '/readiness/pull-requests',
    readsQuery,
    async (request, response) => {
      const who = await proposerOf(request);
      const key = parseQuery(meshSchema, request.query);
      response.json({ items: await pullRequests.list(key, who) });
    },
  );

  router.post('/readiness/pull-requests', json, async (request, response) => {
    const who = await proposerOf(request);
    if (!who.isPermitted) {
      throw new NotAllowedError(
        `This needs the permission ${readinessProposePermission.name}`,
      );
    }
    const { owner, ...key } = parseInput(openSchema, request.body);
    response.json(
      await options.audited(
        request,
        'readiness-pull-request',
        { ...key, owner },
        () => pullRequests.open(key, owner, who),
      ),
    );
  });

  return router;
}
