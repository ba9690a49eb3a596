import { AccessWaiting } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { AccessAuthorizer } from '../permissions/AccessAuthorizer';
import { Caller } from '../types';
import { mayAnswer } from './answerCampaign';

/** The open campaigns in which grants wait for the caller's answer. */
export async function campaignsWaitingFor(
  context: Pick<AccessContext, 'campaigns' | 'store'>,
  authorizer: AccessAuthorizer,
  caller: Caller,
): Promise<AccessWaiting['campaigns']> {
  const abilities = await authorizer.abilitiesOf(caller);
  const records = await context.store.all({
    states: ['active'],
    inOpenCampaign: true,
    reviewer: caller.ownershipRefs.concat(caller.user ?? []),
    where: await authorizer.readFilter(caller),
  });
  const mine = new Set(
    records
      .filter(
        record => mayAnswer(caller, record) && abilities(record).has('decide'),
      )
      .map(({ id }) => id),
  );
  if (mine.size === 0) return [];
  const counts = new Map<string, number>();
  for (const {
    campaignId,
    requestId,
  } of await context.campaigns.unanswered()) {
    if (mine.has(requestId))
      counts.set(campaignId, (counts.get(campaignId) ?? 0) + 1);
  }
  return (await context.campaigns.open()).flatMap(({ id, title, deadline }) => {
    const grants = counts.get(id);
    return grants ? [{ id, title, deadline, grants }] : [];
  });
}
