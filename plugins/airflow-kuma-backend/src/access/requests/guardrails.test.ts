import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN, EVE } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { ask, approve } from '../__testUtils__/requests';
import { offersFor } from './offersFor';

jest.setTimeout(60_000);
const SAM = 'user:default/sam';
const SUE = 'user:default/sue';

describe('guardrails', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

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
      ['the security', 1],
    ]);
    await approve(world, BEN, id);
    await expect(approve(world, BEN, id)).rejects.toThrow(
      'You have decided request',
    );
    world.time += 1000;
    await approve(world, SAM, id);
    await expect(approve(world, SAM, id)).rejects.toThrow(
      'You have decided request',
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
      'ghosts (the ghosts) is not in the catalog',
    );
  });

  it('tell pages which requests not to offer, and nothing of what is hidden', async () => {
    const world = await worldOf({
      durations: { presets: ['P30D', 'P1D'] },
      guardrails: [
        {
          name: 'ledger is closed',
          if: { 'destination.name': 'ledger' },
          outcome: 'deny',
          advice: 'Use the replica.',
        },
        {
          name: 'not for long',
          if: { 'request.durationClass': 'medium' },
          outcome: 'deny',
        },
      ],
    });
    const source = world.dagRef('orders');
    const [payments, ledger] = ['payments', 'ledger'].map(name => ({
      source,
      destination: world.serviceRef(name),
    }));
    const offers = () =>
      offersFor(
        world.context,
        world.caller(ANN),
        [payments, ledger],
        undefined,
      );
    expect(await offers()).toEqual([
      // For a day it can be had.
      payments,
      { ...ledger, refusal: expect.stringContaining('Use the replica.') },
    ]);
    world.hidden.add(ledger.destination);
    expect(await offers()).toEqual([payments, ledger]);
  });
});
