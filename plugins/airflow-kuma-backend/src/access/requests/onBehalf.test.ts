import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessWorld,
  ANN,
  BEN,
  EVE,
  PLATFORM,
} from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { approve } from '../__testUtils__/requests';
import { createRequest } from './createRequest';

jest.setTimeout(60_000);

describe('services that ask', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const worldOf = async (config: object = {}) =>
    new AccessWorld(await migrated(databases, 'SQLITE_3'), config as any);

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
