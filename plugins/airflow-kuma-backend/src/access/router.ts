import {
  accessAdministerPermission,
  accessCreatePermission,
  AccessDecisionInput,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import express from 'express';
import { z } from 'zod';
import { readsQuery, strictRouter } from '../http/strictRouter';
import { createCampaignRouter } from './campaigns/router';
import { campaignsWaitingFor } from './campaigns/waitingFor';
import { AccessContext } from './AccessContext';
import { Audited } from './createAudited';
import { AccessAuthorizer } from './permissions/AccessAuthorizer';
import { listStrays } from './reconcile/listStrays';
import { accessRequestInputSchema } from './preview/validateInput';
import { eventsOf } from './requests/eventsOf';
import { answersFor } from './requests/answersFor';
import { createRequest } from './requests/createRequest';
import { assessDecision, decideRequest } from './requests/decideRequest';
import {
  askCallerAgain,
  revokeRequest,
  reviewRequest,
  withdrawRequest,
} from './requests/endRequest';
import { extendRequest } from './requests/extendRequest';
import { listRequests, listSchema } from './requests/listRequests';
import { parseInput } from './parseInput';
import { offersFor, offersSchema } from './requests/offersFor';
import { previewRequest, toPreview } from './requests/previewRequest';
import { runsWith } from './requests/runsWith';
import { shadowDiffFor } from './requests/shadowDiffFor';
import { toAccessRequest } from './toAccessRequest';
import { AccessRecord, Caller } from './types';

const decisionSchema = z.strictObject({
  rationale: z.string().trim().max(4000).optional(),
  impactHash: z.string().max(64).optional(),
  duration: z.string().max(40).optional(),
});

const pageSchema = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

type Act = (
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
) => Promise<AccessRecord>;

/** `/access`: preview, requests and what can be done to them. */
export function createAccessRouter(options: {
  context: AccessContext;
  authorizer: AccessAuthorizer;
  callerOf(request: express.Request): Promise<Caller>;
  audited: Audited;
}): express.Router {
  const { context, authorizer, callerOf } = options;
  const router = strictRouter();
  router.use(express.json({ limit: '100kb' }));
  const answers = async (records: AccessRecord[], caller: Caller) => {
    const abilities = await authorizer.abilitiesOf(caller);
    return records.map(record =>
      toAccessRequest(
        record,
        caller,
        context.config.administrators,
        abilities(record),
      ),
    );
  };
  const answer = async (record: AccessRecord, caller: Caller) =>
    (await answers([record], caller))[0];

  router.get('/options', async (request, response) => {
    await authorizer.require(await callerOf(request), accessCreatePermission);
    const { durations, reason, breakGlass } = context.config;
    response.json({
      durations,
      reason: {
        minLength: reason.minLength,
        pattern: reason.pattern?.source,
        patternHint: reason.patternHint,
      },
      breakGlass: {
        enabled: breakGlass.enabled,
        maxDuration: breakGlass.maxDuration,
      },
      shadowDiff: context.config.shadowDiff,
      problems: context.config.errors,
    });
  });

  router.get('/writers', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessCreatePermission);
    const meshes = await context.inventory.meshes();
    const items = await Promise.all(
      meshes.map(async ({ controlPlane, mesh }) => ({
        controlPlane,
        mesh,
        ...(await context.drivers.describe({ controlPlane, mesh })),
      })),
    );
    response.json({ items });
  });

  router.post('/preview', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessCreatePermission);
    response.json(
      await previewRequest(
        context,
        caller,
        parseInput(accessRequestInputSchema, request.body),
      ),
    );
  });

  router.post('/offers', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessCreatePermission);
    const { pairs } = parseInput(offersSchema, request.body);
    const where = await authorizer.readFilter(caller);
    response.json({ items: await offersFor(context, caller, pairs, where) });
  });

  router.post('/requests', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessCreatePermission);
    const input = parseInput(accessRequestInputSchema, request.body);
    const record = await options.audited(
      request,
      'access-request',
      { input },
      () => createRequest(context, caller, input),
    );
    response.status(201).json(await answer(record, caller));
  });

  router.get('/requests', readsQuery, async (request, response) => {
    const caller = await callerOf(request);
    const page = await listRequests(
      context,
      authorizer,
      caller,
      parseInput(listSchema, request.query),
    );
    const items = await answers(page.items, caller);
    response.json({ ...page, items: items.map(withoutSnippets) });
  });

  router.get('/waiting', async (request, response) => {
    const caller = await callerOf(request);
    // For whom the policy lets read nothing, nothing waits.
    const [requests, campaigns] = await Promise.all([
      listRequests(context, authorizer, caller, {
        view: 'to-decide',
        offset: 0,
        limit: 1,
      }),
      campaignsWaitingFor(context, authorizer, caller),
    ]);
    response.json({ requests: requests.total, campaigns });
  });

  router.get('/strays', async (request, response) => {
    await authorizer.require(
      await callerOf(request),
      accessAdministerPermission,
    );
    response.json({ items: await listStrays(context) });
  });

  router.get('/requests/:id', async (request, response) => {
    const caller = await callerOf(request);
    response.json(
      await answer(
        await authorizer.readable(caller, request.params.id),
        caller,
      ),
    );
  });

  router.get('/requests/:id/events', async (request, response) => {
    const caller = await callerOf(request);
    const record = await authorizer.readable(caller, request.params.id);
    response.json({ items: await eventsOf(context, record) });
  });

  router.get('/requests/:id/preview', async (request, response) => {
    const caller = await callerOf(request);
    const record = await authorizer.readable(caller, request.params.id);
    const assessment = await assessDecision(context, record, caller);
    const preview = await toPreview(context, assessment, caller);
    response.json({
      ...preview,
      guardrail: record.guardrail,
      approvals: record.approvals,
    });
  });

  router.get('/requests/:id/shadow-diff', async (request, response) => {
    const caller = await callerOf(request);
    const record = await authorizer.readable(caller, request.params.id);
    await authorizer.requireFor(caller, 'decide', record.id);
    response.json(await shadowDiffFor(context, caller, record));
  });

  router.get('/requests/:id/answers', async (request, response) => {
    const caller = await callerOf(request);
    const record = await authorizer.readable(caller, request.params.id);
    response.json(await answersFor(context, record));
  });

  router.get('/requests/:id/runs', readsQuery, async (request, response) => {
    const caller = await callerOf(request);
    const page = parseInput(pageSchema, request.query);
    const record = await authorizer.readable(caller, request.params.id);
    response.json(await runsWith(context, caller, record, page));
  });

  const acts: Record<string, { act: Act; may: 'decide' | 'revoke' | 'read' }> =
    {
      approve: { act: (...rest) => decide('approve', ...rest), may: 'decide' },
      deny: { act: (...rest) => decide('deny', ...rest), may: 'decide' },
      review: { act: reviewRequest, may: 'decide' },
      withdraw: { act: withdrawRequest, may: 'read' },
      revoke: { act: revokeRequest, may: 'revoke' },
      extend: { act: extendRequest, may: 'read' },
      'ask-caller-again': { act: askCallerAgain, may: 'read' },
    };
  for (const [name, { act, may }] of Object.entries(acts)) {
    router.post(`/requests/:id/${name}`, async (request, response) => {
      const caller = await callerOf(request);
      const { id } = await authorizer.readable(caller, request.params.id);
      if (name === 'extend')
        await authorizer.require(caller, accessCreatePermission);
      else if (may !== 'read') await authorizer.requireFor(caller, may, id);
      const input = parseInput(decisionSchema, request.body ?? {});
      const record = await options.audited(
        request,
        `access-${name}`,
        { id },
        () => act(context, caller, id, input),
      );
      response.json(await answer(record, caller));
    });
  }

  router.use('/campaigns', createCampaignRouter(options));

  return router;
}

function decide(
  decision: 'approve' | 'deny',
  ...[context, caller, id, input]: Parameters<Act>
) {
  return decideRequest(context, caller, id, decision, input);
}

/** A list says how the caller's end stands; what to copy is on the request's page. */
function withoutSnippets(request: AccessRequest): AccessRequest {
  const { callersEnd } = request;
  if (!callersEnd) return request;
  const workloads = callersEnd.workloads.map(
    ({ snippet: _snippet, ...workload }) => workload,
  );
  return { ...request, callersEnd: { ...callersEnd, workloads } };
}
