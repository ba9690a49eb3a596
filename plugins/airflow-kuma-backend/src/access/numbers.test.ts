import { TestDatabases } from '@backstage/backend-test-utils';
import { compareAccess } from '../__testUtils__/compareAccess';
import { agreeing } from '../__testUtils__/findDisagreements';
import { ANN, BEN, EVE } from './__testUtils__/AccessWorld';
import { migrated } from './__testUtils__/databases';
import { approve, ask, granted } from './__testUtils__/requests';
import { serveAccess } from './__testUtils__/serveAccess';
import { decideRequest } from './requests/decideRequest';
import { revokeRequest } from './requests/endRequest';

jest.setTimeout(120_000);

describe('the numbers of requests and grants', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('are the same in lists, filters and badges, for everybody', async () => {
    const { world, as } = serveAccess(await migrated(databases, 'SQLITE_3'));
    const revoked = await granted(world);
    await revokeRequest(world.context, world.caller(BEN), revoked, {
      rationale: 'Not needed',
    });
    await world.settle(3);
    await granted(world, { duration: 'P60D' });
    const denied = await ask(world, ANN, {}, 'billing');
    await decideRequest(world.context, world.caller(BEN), denied.id, 'deny', {
      rationale: 'No',
    });
    const { id: second } = await ask(world, EVE, {}, 'billing');
    await approve(world, BEN, second);
    await world.settle(3);
    const campaign = await as(EVE).post('/campaigns', {
      title: 'Review of Q4',
      deadline: '2026-12-01T00:00:00Z',
      unanswered: 'end',
      filter: {},
    });
    expect(campaign.body).toMatchObject({ state: 'open', total: 2 });
    const pending = await as(ANN).post(
      '/requests',
      world.input('orders', 'ledger'),
    );
    expect(pending.status).toBe(201);

    const waits: Record<string, number[]> = {};
    for (const user of [ANN, BEN, EVE]) {
      const disagreements = await agreeing(agree =>
        compareAccess(async path => {
          const { status, body, text } = await as(user).get(`/${path}`);
          if (status !== 200) throw new Error(`${path} is answered ${text}`);
          return body;
        }, agree),
      );
      expect(disagreements).toEqual([]);
      const { body } = await as(user).get('/waiting');
      waits[user] = [body.requests, body.campaigns[0]?.grants ?? 0];
    }
    // There was something to count.
    expect(waits).toEqual({ [ANN]: [0, 0], [BEN]: [1, 2], [EVE]: [1, 1] });
  });
});
