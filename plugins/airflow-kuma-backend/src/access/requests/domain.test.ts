import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { approve } from '../__testUtils__/requests';
import { spiffe } from '../../graph/__testUtils__/resources';
import { createRequest } from './createRequest';

jest.setTimeout(60_000);

describe('a domain', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

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
