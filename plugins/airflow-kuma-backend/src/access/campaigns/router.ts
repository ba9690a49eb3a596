import {
  accessAdministerPermission,
  AccessCampaignItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import express from 'express';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { parseInput } from '../parseInput';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { toAccessRequest } from '../toAccessRequest';
import { Caller } from '../types';
import {
  answerCampaign,
  answerSchema,
  cancelCampaign,
  cancelSchema,
  campaignSchema,
  mayAnswer,
  previewCampaign,
  previewSchema,
  startCampaign,
} from './runCampaigns';

const pageSchema = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `/access/campaigns`: reviews of live grants. */
export function createCampaignRouter(options: {
  context: AccessContext;
  authorizer: AccessAuthorizer;
  callerOf(request: express.Request): Promise<Caller>;
}): express.Router {
  const { context, authorizer, callerOf } = options;
  const router = strictRouter();

  router.get('/', async (request, response) => {
    await authorizer.requireReading(await callerOf(request));
    response.json({ items: await context.campaigns.list() });
  });

  router.post('/', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessAdministerPermission);
    const input = parseInput(campaignSchema, request.body);
    response.status(201).json(await startCampaign(context, caller, input));
  });

  router.post('/preview', async (request, response) => {
    await authorizer.require(
      await callerOf(request),
      accessAdministerPermission,
    );
    response.json(
      await previewCampaign(context, parseInput(previewSchema, request.body)),
    );
  });

  router.post('/:id/cancel', async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.require(caller, accessAdministerPermission);
    const input = parseInput(cancelSchema, request.body);
    response.json(
      await cancelCampaign(context, caller, request.params.id, input),
    );
  });

  router.get('/:id/items', readsQuery, async (request, response) => {
    const caller = await callerOf(request);
    await authorizer.requireReading(caller);
    const { offset, limit } = parseInput(pageSchema, request.query);
    const campaign = await context.campaigns.get(request.params.id);
    const abilities = await authorizer.abilitiesOf(caller);
    const items: AccessCampaignItem[] = [];
    for (const { requestId, answer } of await context.campaigns.items(
      campaign.id,
    )) {
      const record = await authorizer
        .readable(caller, requestId)
        .catch(ignoreHidden);
      if (!record) continue;
      items.push({
        campaign: campaign.id,
        request: toAccessRequest(
          record,
          caller,
          context.config.administrators,
          abilities(record),
        ),
        ...answer,
        answerable:
          campaign.state === 'open' && !answer && mayAnswer(caller, record),
      });
    }
    response.json({
      items: items.slice(offset, offset + limit),
      total: items.length,
    });
  });

  router.post('/:id/items/:requestId', async (request, response) => {
    const caller = await callerOf(request);
    const { id, requestId } = request.params;
    await authorizer.readable(caller, requestId);
    await authorizer.requireFor(caller, 'decide', requestId);
    await answerCampaign(
      context,
      caller,
      id,
      requestId,
      parseInput(answerSchema, request.body),
    );
    response.status(204).end();
  });

  return router;
}

/** A grant that the caller may not read is not part of the campaign for them. */
function ignoreHidden(error: Error): undefined {
  if (error.name !== 'NotFoundError') throw error;
  return undefined;
}
