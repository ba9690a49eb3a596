import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { granted } from '../__testUtils__/requests';
import { lookForUnused } from './lookForUnused';

jest.setTimeout(60_000);
const DAY = 86_400;

describe('use', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

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
    await lookForUnused(world.context);
    expect(await world.record(id)).toMatchObject({ useKnown: false });
    expect(await lookForUnused(world.context)).toBe(0);
    world.edges = [edge(world, { outcome: 'silent' })];
    await lookForUnused(world.context);
    await lookForUnused(world.context);
    expect(world.events.filter(event => event.name === 'unused')).toHaveLength(
      1,
    );
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
      state: 'ended-unused',
      endReason: expect.stringContaining('unused'),
    });
  });
});
