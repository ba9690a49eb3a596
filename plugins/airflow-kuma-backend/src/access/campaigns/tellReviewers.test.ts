import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, BEN, EVE, PLATFORM } from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { approve, ask, granted } from '../__testUtils__/requests';
import { createCampaignNotifier } from '../events/createCampaignNotifier';
import { campaignPath } from '../portalLink';
import { answerCampaign } from './answerCampaign';
import { cancelCampaign } from './cancelCampaign';
import { progressOf } from './progressOf';
import { startCampaign } from './startCampaign';
import { tellReviewers } from './tellReviewers';

jest.setTimeout(60_000);

const SECURITY = 'group:default/security';
const SAM = 'user:default/sam';

describe('reviewers of a campaign', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  /** A world whose grants also need security, and a second replica of it. */
  async function setUp(databaseId: (typeof databaseIds)[number]) {
    const database = await migrated(databases, databaseId);
    const sent: any[] = [];
    const worlds = [1, 2].map(() => {
      const world = new AccessWorld(database, {
        guardrails: [
          {
            name: 'both',
            outcome: 'approvals',
            approvals: [{ of: 'owner' }, { of: SECURITY }],
          },
        ],
      });
      world.context.events.listenToCampaigns(
        createCampaignNotifier({
          notifications: { send: async options => void sent.push(options) },
          people: world.context.people,
          linkOf: campaignPath,
        }),
      );
      return world;
    });
    const [world] = worlds;
    const { id } = await ask(world, undefined, { duration: 'P90D' });
    await approve(world, BEN, id);
    await approve(world, SAM, id);
    await world.settle(3);
    const start = () =>
      startCampaign(world.context, world.caller(EVE), {
        title: 'Q4',
        deadline: '2026-12-23T00:00:00Z',
        unanswered: 'end',
        filter: {},
      });
    const pass = async (now: string) => {
      sent.length = 0;
      for (const each of worlds) each.time = Date.parse(now);
      await Promise.all(worlds.map(each => tellReviewers(each.context)));
      return sent.map(({ recipients, payload }) => [
        recipients.entityRef,
        payload.title,
      ]);
    };
    return { world, id, sent, start, pass };
  }

  it.each(databases.eachSupportedId())(
    'are told at the start and reminded before the end, once each over two replicas, on %s',
    async databaseId => {
      const { world, id, sent, start, pass } = await setUp(databaseId);
      const campaign = await start();
      expect(sent).toEqual(
        [
          [PLATFORM, 'the platform'],
          [SECURITY, 'the security'],
        ].map(([entityRef, name]) => ({
          recipients: { type: 'entity', entityRef },
          payload: {
            title: 'Please review 1 grant: Q4',
            description: `For ${name}, until 2026-12-23 00:00 UTC. What nobody answers for ends then.`,
            link: `/airflow-kuma/access/campaigns/${campaign.id}`,
            severity: 'normal',
            topic: 'access-campaign',
            scope: `airflow-kuma:campaign:${campaign.id}:${entityRef}`,
          },
        })),
      );
      expect(await pass('2026-11-24T00:00:00Z')).toEqual([]);
      expect(await pass('2026-12-16T00:00:00Z')).toEqual([
        [PLATFORM, 'Still to review, 1 grant: Q4'],
        [SECURITY, 'Still to review, 1 grant: Q4'],
      ]);
      expect(await pass('2026-12-16T00:01:00Z')).toEqual([]);
      await answerCampaign(world.context, world.caller(BEN), campaign.id, id, {
        decision: 'keep',
        rationale: 'Needed',
      });
      expect(await pass('2026-12-22T00:00:00Z')).toEqual([]);

      const [platform] = await progressOf(world.context, campaign);
      expect(platform).toEqual({
        ref: PLATFORM,
        grants: 1,
        kept: 1,
        ended: 0,
        waiting: 0,
        notices: [
          {
            kind: 'started',
            grants: 1,
            at: expect.stringMatching(/^2026-11-23T/),
            sent: true,
          },
          {
            kind: 'reminded-7d',
            grants: 1,
            at: '2026-12-16T00:00:00.000Z',
            sent: true,
          },
        ],
      });
      const { items } = await world.context.audit.list(
        { action: 'access.campaign.' },
        { offset: 0, limit: 10 },
      );
      expect(items.map(({ action, after }: any) => [action, after.reviewer]))
        // Newest first.
        .toEqual([
          ['access.campaign.reviewer-reminded', expect.any(String)],
          ['access.campaign.reviewer-reminded', expect.any(String)],
          ['access.campaign.reviewer-told', SECURITY],
          ['access.campaign.reviewer-told', PLATFORM],
          ['access.campaign.started', undefined],
        ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'are told that nothing is asked any more, on %s',
    async databaseId => {
      const { world, sent, start } = await setUp(databaseId);
      const { id } = await start();
      sent.length = 0;
      await cancelCampaign(world.context, world.caller(EVE), id, {
        rationale: 'Wrong quarter',
      });
      expect(sent.map(({ payload }) => payload.title)).toEqual([
        'No review is needed any more: Q4',
        'No review is needed any more: Q4',
      ]);
    },
  );

  it('are not said to be told where the notifications backend took nothing', async () => {
    const world = new AccessWorld(await migrated(databases, 'SQLITE_3'));
    let isDown = true;
    world.context.events.listenToCampaigns(() => {
      if (isDown) throw new Error('not reachable');
    });
    await granted(world, { duration: 'P90D' });
    const campaign = await startCampaign(world.context, world.caller(EVE), {
      title: 'Q4',
      deadline: '2026-12-23T00:00:00Z',
      unanswered: 'keep',
      filter: {},
    });
    isDown = false;
    expect(await tellReviewers(world.context)).toBe(0);
    expect(await progressOf(world.context, campaign)).toMatchObject([
      { ref: PLATFORM, notices: [{ kind: 'started', sent: false }] },
    ]);
    const { total } = await world.context.audit.list(
      { action: 'access.campaign.reviewer-told' },
      { offset: 0, limit: 10 },
    );
    expect(total).toBe(0);
  });
});
