import { TestDatabases } from '@backstage/backend-test-utils';
import { ANN, BEN, EVE } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { approve, ask } from '../__testUtils__/requests';
import { serveAccess } from '../__testUtils__/serveAccess';
import { decideRequest } from './decideRequest';
import { withdrawRequest } from './endRequest';

jest.setTimeout(60_000);

describe('what is offered for a pair', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setUp() {
    const served = serveAccess(await migrated(databases, 'SQLITE_3'));
    const pair = {
      source: served.world.dagRef('orders'),
      destination: served.world.serviceRef('payments'),
      port: 80,
    };
    const offer = async (user: string) =>
      (await served.as(user).post('/offers', { pairs: [pair] })).body.items[0];
    return { ...served, pair, offer };
  }

  it('is nothing new while nobody asked', async () => {
    const { offer, pair } = await setUp();
    expect(await offer(ANN)).toEqual(pair);
  });

  it('is what waits, to everybody who may see both ends', async () => {
    const { world, offer, pair } = await setUp();
    const { id } = await ask(world);
    expect(await offer(ANN)).toEqual({
      ...pair,
      open: { id, state: 'pending' },
    });
    expect(await offer(EVE)).toEqual({
      ...pair,
      open: { id, state: 'pending' },
    });
    await approve(world, BEN, id);
    await world.settle(3);
    expect(await offer(ANN)).toEqual({
      ...pair,
      open: { id, state: 'active' },
    });
    world.hidden.add(pair.source);
    expect(await offer(EVE)).toEqual(pair);
  });

  it('is the same once more to who was denied, with the newest words', async () => {
    const { world, offer, pair } = await setUp();
    const first = await ask(world, ANN, { reason: 'For the first report' });
    await withdrawRequest(world.context, world.caller(ANN), first.id, {});
    world.time += 1000;
    const { id } = await ask(world, ANN, {
      reason: 'For the second report',
      duration: 'P30D',
    });
    await decideRequest(world.context, world.caller(BEN), id, 'deny', {
      rationale: 'Use the ledger',
    });
    expect(await offer(ANN)).toEqual({
      ...pair,
      last: {
        id,
        state: 'denied',
        reason: 'For the second report',
        duration: 'P30D',
      },
    });
    // Another person's words are theirs.
    expect(await offer(EVE)).toEqual(pair);
  });
});
