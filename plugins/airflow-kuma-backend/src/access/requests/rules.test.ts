import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessWorld,
  ANN,
  BEN,
  EVE,
  PLATFORM,
} from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { permission, spiffe } from '../../graph/__testUtils__/resources';
import {
  closeCampaigns,
  answerCampaign,
  startCampaign,
} from '../campaigns/runCampaigns';
import { startDueCampaigns } from '../campaigns/startDueCampaigns';
import { lookForUnused } from '../upkeep/lookForUnused';
import { remind } from '../upkeep/remind';
import { createRequest } from './createRequest';
import { decideRequest } from './decideRequest';
import { reviewRequest } from './endRequest';
import { extendRequest } from './extendRequest';
import { previewRequest } from './previewRequest';

jest.setTimeout(60_000);
const SAM = 'user:default/sam';
const SUE = 'user:default/sue';
const DAY = 86_400;

describe('the rules of access', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);
  const ask = (
    world: AccessWorld,
    user = ANN,
    more: object = {},
    dag = 'orders',
  ) =>
    createRequest(
      world.context,
      world.caller(user),
      world.input(dag, 'payments', more),
    );
  const approve = (
    world: AccessWorld,
    user: string,
    id: string,
    more: object = {},
  ) =>
    decideRequest(world.context, world.caller(user), id, 'approve', {
      rationale: 'Agreed',
      ...more,
    });
  const granted = async (world: AccessWorld, more: object = {}) => {
    const { id } = await ask(world, ANN, more);
    await approve(world, BEN, id);
    await world.settle(3);
    return id;
  };

  describe('guardrails', () => {
    it('deny with advice', async () => {
      const world = await worldOf({
        guardrails: [
          { name: 'open', outcome: 'allow' },
          {
            name: 'shop stays out',
            if: { 'source.dataDomain': 'shop' },
            outcome: 'deny',
            advice: 'Use the replica.',
          },
        ],
      });
      await expect(ask(world)).rejects.toThrow(
        'Guardrail "shop stays out" refuses it (2 guardrails looked at, 2 fitted). Use the replica.',
      );
    });

    it('allow at once, without any approver', async () => {
      const world = await worldOf({
        guardrails: [
          {
            name: 'short',
            if: { 'request.durationClass': 'short' },
            outcome: 'allow',
          },
        ],
      });
      const short = await ask(world, ANN, { duration: 'PT8H' });
      expect(short).toMatchObject({
        state: 'applying',
        approvals: [],
        end: '2026-11-23T09:00:00.000Z',
      });
      await world.settle(3);
      expect((await world.record(short.id)).state).toBe('active');
      expect((await ask(world, ANN, {}, 'billing')).state).toBe('pending');
    });

    it('ask all sets, n of m each, and count a person once', async () => {
      const world = await worldOf({
        guardrails: [
          {
            name: 'two and security',
            outcome: 'approvals',
            approvals: [
              { of: 'owner', count: 2 },
              { of: 'group:default/security' },
            ],
          },
        ],
      });
      const { id, approvals } = await ask(world);
      expect(approvals.map(set => [set.title, set.needed])).toEqual([
        ['owner of payments', 2],
        ['group:default/security', 1],
      ]);
      await approve(world, BEN, id);
      await expect(approve(world, BEN, id)).rejects.toThrow(
        'has decided request',
      );
      world.time += 1000;
      await approve(world, SAM, id);
      await expect(approve(world, SAM, id)).rejects.toThrow(
        'has decided request',
      );
      expect((await world.record(id)).state).toBe('pending');
      world.time += 1000;
      await approve(world, EVE, id);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        decisions: [{ by: BEN }, { by: SAM }, { by: EVE }],
      });
    });

    it('take both of two approvals of different sets in the same instant', async () => {
      const world = await worldOf({
        guardrails: [
          {
            name: 'both',
            outcome: 'approvals',
            approvals: [{ of: 'owner' }, { of: 'group:default/security' }],
          },
        ],
      });
      const { id } = await ask(world);
      await Promise.all([approve(world, BEN, id), approve(world, SUE, id)]);
      expect((await world.record(id)).state).toBe('applying');
    });

    it('refuse what nobody could approve', async () => {
      const world = await worldOf({
        guardrails: [
          {
            name: 'all of them',
            outcome: 'approvals',
            approvals: [{ of: 'owner', count: 3 }],
          },
        ],
      });
      // Ben owns the service too, and asks: two are left.
      await expect(ask(world, BEN)).rejects.toThrow(
        'owner of payments needs 3, and only 2 besides who asks could',
      );
      const gone = await worldOf({
        guardrails: [
          {
            name: 'ghosts',
            outcome: 'approvals',
            approvals: [{ of: 'group:default/ghosts' }],
          },
        ],
      });
      await expect(ask(gone)).rejects.toThrow(
        'group:default/ghosts (group:default/ghosts) is not in the catalog',
      );
    });
  });

  describe('decisions', () => {
    it('may shorten and never widen', async () => {
      const world = await worldOf();
      const { id } = await ask(world);
      await expect(
        approve(world, BEN, id, { duration: 'P8D' }),
      ).rejects.toThrow('never lengthen');
      await approve(world, BEN, id, { duration: 'P2D' });
      expect((await world.record(id)).end).toBe('2026-11-25T01:00:00.000Z');
    });

    it('need the impact that the approver saw, where others are touched', async () => {
      const world = await worldOf();
      const [orders, billing] = ['orders', 'billing'].map(id =>
        world.dagRef(id),
      );
      // Both DAGs run on one worker pool.
      for (const [ref, other] of [
        [orders, billing],
        [billing, orders],
      ]) {
        world.identities[ref] = [
          {
            state: 'live',
            reason: '',
            controlPlane: 'eu',
            mesh: 'default',
            uriSans: [spiffe('orders')],
            proxies: ['orders'],
            sharedWith: [other],
            sharedBy: 2,
          },
        ];
      }
      const preview = await previewRequest(
        world.context,
        world.caller(ANN),
        world.input(),
      );
      expect(preview.alsoGains).toMatchObject([{ refs: [billing], total: 1 }]);
      expect(preview.impactHash).toMatch(/^[0-9a-f]{64}$/);
      const { id } = await ask(world);
      await expect(approve(world, BEN, id)).rejects.toThrow(
        '1 DAGs share the identity',
      );
      await expect(
        approve(world, BEN, id, { impactHash: 'f'.repeat(64) }),
      ).rejects.toThrow('not the current one');
      await approve(world, BEN, id, { impactHash: preview.impactHash });
      expect((await world.record(id)).state).toBe('applying');
    });

    it('hide from a preview the names that its reader may not see, and still count them', async () => {
      const world = await worldOf();
      const [orders, billing] = ['orders', 'billing'].map(id =>
        world.dagRef(id),
      );
      world.identities[orders] = [
        {
          state: 'live',
          reason: '',
          controlPlane: 'eu',
          mesh: 'default',
          uriSans: [spiffe('orders')],
          proxies: [],
          sharedWith: [billing],
          sharedBy: 2,
        },
      ];
      world.hidden.add(billing);
      const preview = await previewRequest(
        world.context,
        world.caller(ANN),
        world.input(),
      );
      expect(preview.alsoGains).toMatchObject([{ refs: [], total: 1 }]);
    });

    it('name who would still be refused, and do not let that be asked for', async () => {
      const world = await worldOf();
      world.controlPlane.put(
        permission('no-orders', 'payments', { deny: [spiffe('orders')] }),
      );
      world.sync();
      await expect(ask(world)).rejects.toThrow(
        'Other policies would still refuse it',
      );
    });

    it('hold back a grant when the mesh changed since the approval', async () => {
      const world = await worldOf();
      const { id } = await ask(world, ANN, { start: '2026-11-24T00:00:00Z' });
      await approve(world, BEN, id);
      world.identities[world.dagRef('orders')] = [
        {
          state: 'live',
          reason: '',
          controlPlane: 'eu',
          mesh: 'default',
          uriSans: [spiffe('orders')],
          proxies: [],
          sharedWith: [world.dagRef('billing')],
          sharedBy: 2,
        },
      ];
      world.time = Date.parse('2026-11-24T00:00:05Z');
      await world.settle(2);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        error: expect.stringContaining('since the approval the mesh changed'),
      });
      expect(world.controlPlane.writes).toEqual([]);
      expect(
        world.events.filter(event => event.name === 'failed'),
      ).toHaveLength(1);
    });
  });

  describe('time', () => {
    it('starts when it was asked to, and ends on time', async () => {
      const world = await worldOf();
      const { id } = await ask(world, ANN, {
        start: '2026-11-24T00:00:00Z',
        duration: 'P1D',
      });
      await approve(world, BEN, id);
      expect(await world.record(id)).toMatchObject({
        state: 'scheduled',
        end: '2026-11-25T00:00:00.000Z',
      });
      await world.settle(2);
      expect(world.controlPlane.writes).toEqual([]);
      world.time = Date.parse('2026-11-24T00:00:01Z');
      await world.settle(3);
      expect((await world.record(id)).state).toBe('active');
      world.time = Date.parse('2026-11-25T00:00:01Z');
      await world.reconciler.pass();
      expect(world.allows('orders', 'payments')).toBe(false);
      await world.settle(2);
      expect(await world.record(id)).toMatchObject({
        state: 'removed',
        endReason: 'expired: its time is over',
      });
    });

    it('lapses what nobody decides, with reminders before', async () => {
      const world = await worldOf();
      const { id } = await ask(world);
      for (const day of [1, 9.1, 9.2, 13.1, 13.2]) {
        world.time = Date.parse('2026-11-23T01:00:00Z') + day * DAY * 1000;
        await remind(world.context);
      }
      expect(
        world.events.filter(event => event.name === 'remind-decision'),
      ).toHaveLength(2);
      world.time += DAY * 1000;
      await world.reconciler.pass();
      expect(await world.record(id)).toMatchObject({
        state: 'lapsed',
        endReason: 'lapsed: nobody decided in time',
      });
    });

    it('reminds before the end, once for each threshold that makes sense', async () => {
      const world = await worldOf();
      await granted(world, { duration: 'P30D' });
      for (const day of [1, 23.1, 23.2, 29.1, 29.2]) {
        world.time = Date.parse('2026-11-23T01:00:00Z') + day * DAY * 1000;
        await remind(world.context);
      }
      expect(
        world.events.filter(event => event.name === 'remind-expiry'),
      ).toHaveLength(2);
      const short = await worldOf();
      await granted(short, { duration: 'PT6H' });
      expect(await remind(short.context)).toBe(0);
    });

    it('extends through a decision of its own, without a gap', async () => {
      const world = await worldOf();
      const id = await granted(world);
      await expect(ask(world)).rejects.toThrow('granted already');
      const extension = await extendRequest(
        world.context,
        world.caller(ANN),
        id,
        { duration: 'P30D', rationale: 'One more month' },
      );
      expect(extension).toMatchObject({
        state: 'pending',
        extends: id,
        reason: 'One more month',
      });
      await approve(world, BEN, extension.id);
      for (let pass = 0; pass < 8; pass++) {
        await world.reconciler.pass();
        expect(world.allows('orders', 'payments')).toBe(true);
        world.sync();
      }
      expect(await world.record(id)).toMatchObject({
        state: 'removed',
        endReason: expect.stringContaining(
          `extended by request ${extension.id}`,
        ),
      });
      expect((await world.record(extension.id)).state).toBe('active');
      expect(world.controlPlane.ours()).toHaveLength(1);
      await expect(ask(world)).rejects.toThrow('granted already');
    });
  });

  describe('break-glass', () => {
    const config = {
      breakGlass: {
        enabled: true,
        maxDuration: 'PT2H',
        securityGroup: 'group:default/security',
      },
    };

    it('is immediate, short, and blocks the next until it was reviewed', async () => {
      const world = await worldOf(config);
      await expect(
        ask(world, ANN, { breakGlass: true, duration: 'PT3H' }),
      ).rejects.toThrow('At most PT2H');
      const record = await ask(world, ANN, {
        breakGlass: true,
        duration: 'PT1H',
      });
      expect(record).toMatchObject({
        state: 'applying',
        breakGlass: true,
        approvals: [],
      });
      await world.settle(2);
      expect(world.allows('orders', 'payments')).toBe(true);
      await expect(
        ask(world, ANN, { breakGlass: true, duration: 'PT1H' }, 'billing'),
      ).rejects.toThrow('waits for its review');
      await expect(
        reviewRequest(world.context, world.caller(ANN), record.id, {
          rationale: 'Fine',
        }),
      ).rejects.toThrow('Nobody may review their own');
      await reviewRequest(world.context, world.caller(BEN), record.id, {
        rationale: 'Incident 12',
      });
      await expect(
        reviewRequest(world.context, world.caller(BEN), record.id, {
          rationale: 'Again',
        }),
      ).rejects.toThrow('no review');
      await ask(world, ANN, { breakGlass: true, duration: 'PT1H' }, 'billing');
      expect(await world.actions(record.id)).toEqual(
        expect.arrayContaining([
          'access.break-glass.created',
          'access.break-glass.reviewed',
        ]),
      );
    });

    it('does not get past a deny', async () => {
      const world = await worldOf({
        ...config,
        guardrails: [{ name: 'never', outcome: 'deny' }],
      });
      await expect(
        ask(world, ANN, { breakGlass: true, duration: 'PT1H' }),
      ).rejects.toThrow('"never" refuses it');
    });
  });

  describe('services that ask', () => {
    const bot = (world: AccessWorld) => ({
      ...world.caller(ANN),
      user: undefined,
      service: 'external:bot',
      ownershipRefs: [],
      audit: { actor: 'external:bot' },
    });

    it('are refused unless config lists them', async () => {
      const world = await worldOf();
      await expect(
        createRequest(
          world.context,
          bot(world),
          world.input('orders', 'payments', { onBehalfOf: ANN }),
        ),
      ).rejects.toThrow('not listed in airflowKuma.access.requestOnBehalf');
    });

    it('count their owners as requesters', async () => {
      const world = await worldOf({
        requestOnBehalf: [{ subject: 'external:bot', owners: [PLATFORM] }],
      });
      await expect(
        createRequest(world.context, bot(world), world.input()),
      ).rejects.toThrow('onBehalfOf');
      // Everybody who could approve owns the bot.
      await expect(
        createRequest(
          world.context,
          bot(world),
          world.input('orders', 'payments', { onBehalfOf: ANN }),
        ),
      ).rejects.toThrow('Nobody could approve it');
      const other = await worldOf({
        requestOnBehalf: [{ subject: 'external:bot', owners: [BEN] }],
      });
      const { id } = await createRequest(
        other.context,
        bot(other),
        other.input('orders', 'payments', { onBehalfOf: ANN }),
      );
      await expect(approve(other, BEN, id)).rejects.toThrow(
        'Nobody may approve their own request',
      );
      await approve(other, EVE, id);
    });
  });

  describe('a domain', () => {
    it('is granted to the DAGs that were in it then, for each service of the other', async () => {
      const world = await worldOf();
      const { id } = await createRequest(world.context, world.caller(ANN), {
        source: { kind: 'domain', domain: 'shop' },
        destination: { kind: 'domain', domain: 'finance' },
        reason: 'All of the shop settles there',
        duration: 'P7D',
      });
      await approve(world, BEN, id);
      await world.settle(3);
      expect((await world.record(id)).state).toBe('active');
      for (const [from, to, open] of [
        ['orders', 'payments', true],
        ['billing', 'ledger', true],
        ['payments', 'ledger', false],
      ] as const) {
        expect([from, to, world.allows(from, to)]).toEqual([from, to, open]);
      }
    });

    it('is refused where it would stand for more than a person could review', async () => {
      const world = await worldOf();
      const [first] = world.inventory.dagFacts;
      world.inventory.dagFacts = Array.from({ length: 1001 }, (_, index) => ({
        ...first,
        dagId: `dag-${index}`,
        ref: `component:default/prod.dag-${index}`,
      }));
      world.identities = Object.fromEntries(
        world.inventory.dagFacts.map(({ ref }) => [
          ref,
          [
            {
              state: 'live' as const,
              reason: '',
              controlPlane: 'eu',
              mesh: 'default',
              uriSans: [spiffe('orders')],
              proxies: [],
              sharedWith: [],
              sharedBy: 1001,
            },
          ],
        ]),
      );
      await expect(
        createRequest(world.context, world.caller(ANN), {
          source: { kind: 'domain', domain: 'shop' },
          destination: { kind: 'domain', domain: 'finance' },
          reason: 'All of the shop settles there',
          duration: 'P7D',
        }),
      ).rejects.toThrow('It would stand for 2002 pairs');
    });
  });

  describe('use', () => {
    const edge = (world: AccessWorld, observed: object): any => ({
      dag: world.dagRef('orders'),
      service: world.serviceRef('payments'),
      state: 'aligned',
      reason: '',
      declared: [],
      permitted: { outcome: 'allow', reason: '', ports: [], asIntended: true },
      observed: {
        outcome: 'not-known',
        reason: 'No telemetry.',
        evidence: [],
        sharedBy: 1,
        ...observed,
      },
      grants: [],
    });

    it('is kept; disuse is pointed out once, and ends the grant only by rule', async () => {
      const world = await worldOf({ unused: { after: 'P10D' } });
      const id = await granted(world, { duration: 'P60D' });
      world.time += 11 * DAY * 1000;
      world.edges = [edge(world, { outcome: 'not-known' })];
      expect(await lookForUnused(world.context)).toBe(0);
      world.edges = [edge(world, { outcome: 'silent' })];
      await lookForUnused(world.context);
      await lookForUnused(world.context);
      expect(
        world.events.filter(event => event.name === 'unused'),
      ).toHaveLength(1);
      expect((await world.record(id)).unusedSince).toBeDefined();
      const used = new Date(world.time - 1000).toISOString();
      world.edges = [edge(world, { outcome: 'seen', lastSeen: used })];
      await lookForUnused(world.context);
      expect(await world.record(id)).toMatchObject({
        lastUsed: used,
        state: 'active',
      });
      expect((await world.record(id)).unusedSince).toBeUndefined();
    });

    it('ends what is unused where config says so', async () => {
      const world = await worldOf({ unused: { after: 'P10D', end: true } });
      const id = await granted(world, { duration: 'P60D' });
      world.time += 11 * DAY * 1000;
      world.edges = [edge(world, { outcome: 'silent' })];
      await lookForUnused(world.context);
      await world.settle(2);
      expect(await world.record(id)).toMatchObject({
        state: 'removed',
        endReason: expect.stringContaining('unused'),
      });
    });
  });

  describe('campaigns', () => {
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
      await expect(answer(EVE, first, 'end')).rejects.toThrow(
        'answered already',
      );
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
  });
});
