import {
  accessAdministerPermission,
  AccessCampaignItem,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import express from 'express';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { Audited } from '../createAudited';
import { parseInput } from '../parseInput';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { toAccessRequest } from '../toAccessRequest';
import { Caller } from '../types';
import { answerCampaign, answerSchema, mayAnswer } from './answerCampaign';
import { campaignCsv } from './campaignRecord';
import { cancelCampaign, cancelSchema } from './cancelCampaign';
import { exportCampaign } from './exportCampaign';
import { outcomeOf } from './outcomeOf';
import { previewCampaign, previewSchema } from './previewCampaign';
import { progressOf } from './progressOf';
import { recordsOf } from './recordsOf';
import { campaignSchema, startCampaign } from './startCampaign';

const pageSchema = z.strictObject({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `/access/campaigns`: reviews of live grants. */
export function createCampaignRouter(options: {
  context: AccessContext;
  authorizer: AccessAuthorizer;
  callerOf(request: express.Request): Promise<Caller>;
  audited: Audited;
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
    for (const item of await recordsOf(context, campaign.id)) {
      const { requestId, answer } = item;
      const record = await authorizer
        .readable(caller, requestId)
        .catch(ignoreHidden);
      if (!record) continue;
      const able = abilities(record);
      items.push({
        campaign: campaign.id,
        request: toAccessRequest(
          record,
          caller,
          context.config.administrators,
          able,
        ),
        ...answer,
        outcome: outcomeOf(campaign, item),
        answerable:
          campaign.state === 'open' &&
          !answer &&
          able.has('decide') &&
          mayAnswer(caller, record),
      });
    }
    response.json({
      items: items.slice(offset, offset + limit),
      total: items.length,
    });
  });

  router.get('/:id/reviewers', async (request, response) => {
    await authorizer.requireReading(await callerOf(request));
    const campaign = await context.campaigns.get(request.params.id);
    response.json({ items: await progressOf(context, campaign) });
  });

  for (const format of ['json', 'csv'] as const) {
    router.get(`/:id/export.${format}`, async (request, response) => {
      const caller = await callerOf(request);
      // The whole of it, also what the reader would not see in lists.
      await authorizer.require(caller, auditReadPermission);
      const { id } = request.params;
      const record = await options.audited(
        request,
        'access-campaign-export',
        { id, format },
        () => exportCampaign(context, caller, id, format),
      );
      response.attachment(`campaign-${record.campaign.id}.${format}`);
      if (format === 'csv') response.send(campaignCsv(record));
      else response.json(record);
    });
  }

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
