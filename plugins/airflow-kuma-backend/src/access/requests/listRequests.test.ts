import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN, EVE } from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { approve, ask, granted } from '../__testUtils__/requests';
import { createRequest } from './createRequest';
import { decideRequest } from './decideRequest';
import { revokeRequest } from './endRequest';
import { listRequests, listSchema } from './listRequests';

jest.setTimeout(60_000);

describe('the lists of requests', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let world: AccessWorld;
    /** Ids by what they are called below. */
    let ids: Record<string, string>;

    // `revoked` from 01:00 to 03:00, `denied` at 03:00, `live` from 03:00,
    // `pending` at 05:00.
    beforeEach(async () => {
      world = new AccessWorld(await migrated(databases, databaseId));
      const revoked = await granted(world, { reason: 'Nightly 100% refunds' });
      world.sync(7_200);
      await revokeRequest(world.context, world.caller(EVE), revoked, {
        rationale: 'Not needed',
      });
      await world.settle();
      const denied = await ask(world, ANN, {}, 'billing');
      await decideRequest(world.context, world.caller(EVE), denied.id, 'deny', {
        rationale: 'No',
      });
      const live = await createRequest(
        world.context,
        world.caller(ANN),
        world.input('orders', 'ledger'),
      );
      await approve(world, BEN, live.id);
      await world.settle();
      world.sync(7_200);
      const pending = await createRequest(
        world.context,
        world.caller('user:default/sam'),
        world.input('billing', 'ledger', { ticket: 'https://t/SHOP-7' }),
      );
      ids = { revoked, denied: denied.id, live: live.id, pending: pending.id };
    });

    async function list(query: object, user = BEN): Promise<string[]> {
      const { items, total } = await listRequests(
        world.context,
        { readFilter: async () => () => {} } as any,
        world.caller(user),
        listSchema.parse({ view: 'all', ...query }),
      );
      expect(total).toBe(items.length);
      const names = Object.entries(ids);
      return items
        .map(({ id }) => names.find(([, known]) => known === id)![0])
        .sort();
    }
    const at = (time: string) => `2026-11-23T${time}:00Z`;

    it.each([
      [{}, ['denied', 'live', 'pending', 'revoked']],
      [{ view: 'history' }, ['denied', 'revoked']],
      [{ view: 'mine' }, []],
      // What it says
      [{ text: '100% REFUNDS' }, ['revoked']],
      [{ text: '100_' }, []],
      [{ text: 'shop-7' }, ['pending']],
      [{ text: 'ledger' }, ['live', 'pending']],
      [{ text: "' OR 1=1 --" }, []],
      // Who asked, decided or ended it
      [{ person: ANN }, ['denied', 'live', 'revoked']],
      [{ person: 'Sam' }, ['pending']],
      [{ person: 'user:default/sa' }, []],
      [{ person: 'eve' }, ['denied', 'revoked']],
      [{ person: 'ben' }, ['live', 'revoked']],
      [{ person: 'user' }, []],
      [{ person: '%' }, []],
      // Both ends
      [{ dag: 'ORDERS' }, ['live', 'revoked']],
      [{ dag: 'component:default/prod.billing' }, ['denied', 'pending']],
      [{ dag: 'component:default/prod.bill' }, []],
      [{ dag: 'payments' }, []],
      [{ service: 'ledger' }, ['live', 'pending']],
      [{ service: 'led ger' }, []],
      [
        { service: 'resource:default/eu.default.payments' },
        ['denied', 'revoked'],
      ],
      // State
      [{ state: 'active' }, ['live']],
      [{ state: ['denied', 'revoked'] }, ['denied', 'revoked']],
      [{ state: 'active', view: 'history' }, []],
      // Open or live at some time of a period
      [{ to: at('02:00') }, ['revoked']],
      [{ from: at('02:00'), to: at('02:30') }, ['revoked']],
      [{ from: at('04:30') }, ['live', 'pending']],
      [{ from: at('04:30'), to: at('04:45') }, ['live']],
      [{ from: '2026-11-23T05:30:00+01:00', to: at('04:45') }, ['live']],
      // All together
      [{ person: 'ann', service: 'ledger', state: 'active' }, ['live']],
      [{ person: 'ann', service: 'ledger', state: 'pending' }, []],
    ])('%j finds %j', async (query, found) => {
      expect(await list(query)).toEqual(found);
    });

    it('finds nothing by what somebody may not see', async () => {
      world.hidden.add(world.dagRef('billing'));
      const [stranger, requester] = ['user:default/zoe', ANN];
      expect(await list({ dag: 'billing' }, stranger)).toEqual([]);
      expect(await list({ dag: 'orders' }, stranger)).toEqual([
        'live',
        'revoked',
      ]);
      expect(await list({ dag: 'billing' }, requester)).toEqual(['denied']);
    });

    it('pages what it found', async () => {
      const page = await listRequests(
        world.context,
        { readFilter: async () => () => {} } as any,
        world.caller(BEN),
        listSchema.parse({ view: 'all', person: 'ann', offset: 1, limit: 1 }),
      );
      expect(page.total).toBe(3);
      expect(page.items).toHaveLength(1);
    });
  });

  it.each([
    [{ requester: 'ann' }],
    [{ state: 'gone' }],
    [{ from: 'yesterday' }],
    [{ view: 'everything' }],
  ])('knows no %j', query => {
    expect(listSchema.safeParse(query).success).toBe(false);
  });
});
