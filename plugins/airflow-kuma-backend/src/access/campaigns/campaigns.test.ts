import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessWorld,
  ANN,
  BEN,
  EVE,
  PLATFORM,
} from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { ask, approve, granted } from '../__testUtils__/requests';
import { answerCampaign } from './answerCampaign';
import { cancelCampaign } from './cancelCampaign';
import { closeCampaigns } from './closeCampaigns';
import { previewCampaign } from './previewCampaign';
import { startCampaign } from './startCampaign';
import { startDueCampaigns } from './startDueCampaigns';
import { createRequest } from '../requests/createRequest';
import { extendRequest } from '../requests/extendRequest';

jest.setTimeout(60_000);
const DAY = 86_400;

const q4 = {
  title: 'Q4',
  deadline: '2026-12-01T00:00:00Z',
  unanswered: 'end' as const,
  filter: {},
};

describe('campaigns', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

  it('keep, end, and end what nobody answered for', async () => {
    const world = await worldOf();
    const first = await granted(world, { duration: 'P60D' });
    const { id: second } = await ask(
      world,
      ANN,
      { duration: 'P60D' },
      'billing',
    );
    await approve(world, BEN, second);
    await world.settle(3);
    const { id: third } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input('orders', 'ledger', { duration: 'P60D' }),
    );
    await approve(world, BEN, third);
    await world.settle(3);
    const campaign = await startCampaign(world.context, world.caller(EVE), {
      title: 'Q4',
      deadline: '2026-12-01T00:00:00Z',
      unanswered: 'end',
      filter: { owner: PLATFORM },
    });
    expect(campaign).toMatchObject({ total: 3, open: 3 });
    const answer = (user: string, id: string, decision: 'keep' | 'end') =>
      answerCampaign(world.context, world.caller(user), campaign.id, id, {
        decision,
        rationale: 'Checked',
      });
    await expect(answer(ANN, first, 'keep')).rejects.toThrow(
      'Only owners and approvers',
    );
    await answer(BEN, first, 'keep');
    await expect(answer(EVE, first, 'end')).rejects.toThrow('answered already');
    await answer(BEN, second, 'end');
    expect(await closeCampaigns(world.context)).toBe(0);
    world.time = Date.parse('2026-12-01T00:00:01Z');
    expect(await closeCampaigns(world.context)).toBe(1);
    await world.settle(2);
    expect((await world.record(first)).state).toBe('active');
    expect((await world.record(second)).endReason).toContain(
      'ended in review "Q4": Checked',
    );
    expect((await world.record(third)).endReason).toContain(
      'nobody answered in time',
    );
    expect(await world.context.campaigns.get(campaign.id)).toMatchObject({
      state: 'closed',
      kept: 1,
      ended: 1,
      open: 1,
    });
  });

  it('ask about a grant that was extended meanwhile under its new id', async () => {
    const world = await worldOf();
    const old = await granted(world, { duration: 'P60D' });
    const { id } = await startCampaign(world.context, world.caller(EVE), q4);
    const extension = await extendRequest(
      world.context,
      world.caller(ANN),
      old,
      { duration: 'P7D', rationale: 'The quarter is not over' },
    );
    await approve(world, BEN, extension.id);
    await world.settle(3);
    expect((await world.record(old)).state).toBe('superseded');
    expect(await world.context.campaigns.items(id)).toEqual([
      { requestId: extension.id },
    ]);
    await answerCampaign(world.context, world.caller(BEN), id, extension.id, {
      decision: 'end',
      rationale: 'Not needed',
    });
    await world.settle(3);
    expect((await world.record(extension.id)).state).toBe('ended-review');
  });

  it('start again on the calendar, and never twice', async () => {
    const world = await worldOf({
      campaigns: [
        {
          title: 'Quarterly',
          every: 'P90D',
          answerWithin: 'P14D',
          unanswered: 'end',
          dataDomain: 'finance',
        },
      ],
    });
    expect(await startDueCampaigns(world.context)).toBe(0);
    await granted(world, { duration: 'P90D' });
    expect(await startDueCampaigns(world.context)).toBe(1);
    expect(await startDueCampaigns(world.context)).toBe(0);
    expect(await world.context.campaigns.list()).toMatchObject([
      {
        title: 'Quarterly',
        createdBy: 'plugin:airflow-kuma',
        total: 1,
        state: 'open',
      },
    ]);
    world.time += 91 * DAY * 1000;
    expect(await startDueCampaigns(world.context)).toBe(1);
  });

  it('tell before they start how many grants they touch, and whose', async () => {
    const world = await worldOf();
    await granted(world, { duration: 'P90D' });
    const preview = (filter: object) =>
      previewCampaign(world.context, { filter });
    expect(await preview({ dataDomain: 'finance' })).toEqual({
      grants: 1,
      reviewers: [{ ref: 'group:default/platform', grants: 1 }],
    });
    expect(await preview({ dataDomain: 'nobody' })).toEqual({
      grants: 0,
      reviewers: [],
    });
  });

  it('are cancelled with a rationale: nothing ends by them, once', async () => {
    const world = await worldOf();
    const id = await granted(world, { duration: 'P90D' });
    const { id: campaign } = await startCampaign(
      world.context,
      world.caller(EVE),
      q4,
    );
    const cancel = () =>
      cancelCampaign(world.context, world.caller(EVE), campaign, {
        rationale: 'Wrong domain',
      });
    expect(await cancel()).toMatchObject({ state: 'cancelled', open: 1 });
    await expect(cancel()).rejects.toThrow('it cannot be cancelled now');
    await expect(
      answerCampaign(world.context, world.caller(BEN), campaign, id, {
        decision: 'end',
        rationale: 'Late',
      }),
    ).rejects.toThrow('is cancelled');
    world.time = Date.parse('2026-12-01T00:00:01Z');
    expect(await closeCampaigns(world.context)).toBe(0);
    expect((await world.record(id)).state).toBe('active');
    const { items } = await world.context.audit.list(
      { action: 'access.campaign.cancelled' },
      { offset: 0, limit: 10 },
    );
    expect(items).toMatchObject([
      { actor: EVE, after: { rationale: 'Wrong domain', unanswered: 1 } },
    ]);
  });

  it('write into the trail when a grant was last used, as everywhere else', async () => {
    const world = await worldOf();
    const id = await granted(world, { duration: 'P90D' });
    const campaign = await startCampaign(world.context, world.caller(EVE), q4);
    const used = async (lastUsed: string) => {
      const record = await world.record(id);
      await world.context.store.transaction(transaction =>
        world.context.store.update(transaction, { ...record, lastUsed }),
      );
    };
    // By something else: the grant took effect later.
    await used('2026-11-22T00:00:00.000Z');
    await answerCampaign(world.context, world.caller(BEN), campaign.id, id, {
      decision: 'keep',
      rationale: 'Still read every night',
    });
    const [kept] = (await world.context.audit.ofRequest(id)).slice(-1);
    expect(kept).toMatchObject({ action: 'access.grant.kept-review' });
    expect(kept.after).not.toHaveProperty('lastUsed');

    const second = await startCampaign(world.context, world.caller(EVE), q4);
    await used('2026-11-23T01:30:00.000Z');
    await answerCampaign(world.context, world.caller(BEN), second.id, id, {
      decision: 'keep',
      rationale: 'Still read every night',
    });
    expect(
      (await world.context.audit.ofRequest(id)).pop()?.after,
    ).toMatchObject({ lastUsed: '2026-11-23T01:30:00.000Z' });
  });

  it('let an answer of the last moment stand', async () => {
    const world = await worldOf();
    const id = await granted(world, { duration: 'P90D' });
    const campaign = await startCampaign(world.context, world.caller(EVE), q4);
    const { campaigns } = world.context;
    const before = await campaigns.items(campaign.id);
    await answerCampaign(world.context, world.caller(BEN), campaign.id, id, {
      decision: 'keep',
      rationale: 'In time',
    });
    world.time = Date.parse('2026-12-01T00:00:01Z');
    // As read just before the answer.
    jest.spyOn(campaigns, 'items').mockResolvedValueOnce(before);
    expect(await closeCampaigns(world.context)).toBe(1);
    expect((await world.record(id)).state).toBe('active');
    expect(await campaigns.get(campaign.id)).toMatchObject({
      state: 'closed',
      kept: 1,
      open: 0,
    });
  });
});
