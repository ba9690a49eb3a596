import { durationEnd } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { ask, approve, granted } from '../__testUtils__/requests';
import { remind } from '../upkeep/remind';
import { eventsOf } from './eventsOf';
import { extendRequest } from './extendRequest';

jest.setTimeout(60_000);
const SAM = 'user:default/sam';
const DAY = 86_400;

describe('the time of a grant', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

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
      state: 'expired',
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
    const { end, activeSince } = await world.record(id);
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
      extendsEnd: end,
      reason: 'One more month',
    });
    await approve(world, BEN, extension.id);
    for (let pass = 0; pass < 8; pass++) {
      await world.reconciler.pass();
      expect(world.allows('orders', 'payments')).toBe(true);
      world.sync();
    }
    expect(await world.record(id)).toMatchObject({
      state: 'superseded',
      extendedBy: extension.id,
      endReason: expect.stringContaining(`extended by request ${extension.id}`),
    });
    const longer = await world.record(extension.id);
    expect(longer).toMatchObject({ state: 'active', heldSince: activeSince });
    expect(Date.parse(longer.end!) - Date.parse(end!)).toBe(30 * DAY * 1000);
    expect(world.controlPlane.ours()).toHaveLength(1);
    await expect(ask(world)).rejects.toThrow('granted already');
    // Nobody is told that access ended which goes on.
    expect(
      world.events.filter(({ name }) => name === 'ending' || name === 'ended'),
    ).toEqual([]);
    expect(world.events.map(({ name }) => name)).toContain('extended');
  });

  it.each(['PT1H', 'P1D', 'P7D'])(
    'adds %s to the present end, however far that is',
    async duration => {
      const world = await worldOf();
      const id = await granted(world, { duration: 'P30D' });
      const { end } = await world.record(id);
      world.time += 2 * DAY * 1000;
      const { id: extension } = await extendRequest(
        world.context,
        world.caller(ANN),
        id,
        { duration },
      );
      await approve(world, BEN, extension);
      await world.settle(3);
      expect((await world.record(extension)).end).toBe(
        durationEnd(duration, end!),
      );
    },
  );

  it('counts from now where the grant ended while it was asked', async () => {
    const world = await worldOf();
    const id = await granted(world, { duration: 'P1D' });
    const { id: extension } = await extendRequest(
      world.context,
      world.caller(ANN),
      id,
      { duration: 'P2D' },
    );
    world.time += 3 * DAY * 1000;
    await world.settle(3);
    expect((await world.record(id)).state).toBe('expired');
    const at = new Date(world.time).toISOString();
    await approve(world, BEN, extension);
    await world.settle(3);
    const next = await world.record(extension);
    expect(next.end).toBe(durationEnd('P2D', at));
    expect(next.heldSince).toBe(next.activeSince);
  });

  it('extends no further ahead than a new grant could last, and nothing without an end', async () => {
    const world = await worldOf({ durations: { max: 'P40D' } });
    const id = await granted(world, { duration: 'P30D' });
    const extend = (of: string, duration: string) =>
      extendRequest(world.context, world.caller(ANN), of, { duration });
    await expect(extend(id, 'P11D')).rejects.toThrow(
      'at most 40 days from now',
    );
    await expect(
      ask(world, ANN, { extends: id, start: '2026-12-01T00:00:00Z' }),
    ).rejects.toThrow('no start of its own');
    expect((await extend(id, 'P9D')).state).toBe('pending');
    const endless = await worldOf({ durations: { max: 'until-revoked' } });
    const forever = await granted(endless, { duration: 'until-revoked' });
    await expect(
      extendRequest(endless.context, endless.caller(ANN), forever, {
        duration: 'P1D',
      }),
    ).rejects.toThrow('has no end');
  });

  it('tells one history over all extensions, from whichever of them', async () => {
    const world = await worldOf();
    const ids = [await granted(world, { duration: 'P5D' })];
    for (const duration of ['P1D', 'P2D']) {
      const { id } = await extendRequest(
        world.context,
        world.caller(ANN),
        ids[ids.length - 1],
        { duration },
      );
      await approve(world, BEN, id);
      await world.settle(4);
      ids.push(id);
    }
    const [first, middle, last] = await Promise.all(
      ids.map(async id => eventsOf(world.context, await world.record(id))),
    );
    expect(first).toEqual(last);
    expect(middle).toEqual(last);
    expect([...new Set(last.map(event => event.requestId))].sort()).toEqual(
      [...ids].sort(),
    );
    expect((await world.record(ids[2])).heldSince).toBe(
      (await world.record(ids[0])).activeSince,
    );
  });

  it('extends only the same access, and only for who may extend that', async () => {
    const world = await worldOf();
    const id = await granted(world);
    await expect(ask(world, ANN, { extends: id }, 'billing')).rejects.toThrow(
      'another source or destination',
    );
    await expect(ask(world, SAM, { extends: id })).rejects.toThrow(
      'one has to be requester or owner',
    );
    await expect(ask(world, ANN, { extends: 'zzzzzzzzzz' })).rejects.toThrow(
      'No access request',
    );
    const { id: extension } = await ask(world, ANN, { extends: id });
    expect(await world.actions(id)).toContain(
      'access.grant.extension-requested',
    );
    expect(await world.actions(extension)).toEqual(['access.request.created']);
  });
});
