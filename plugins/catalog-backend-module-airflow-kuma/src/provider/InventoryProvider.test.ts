import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { EntityProviderMutation } from '@backstage/plugin-catalog-node';
import { InventoryAnswer } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { InventoryProvider } from './InventoryProvider';

type Inventory = { ready: boolean; names: string[]; description?: string };

function entity(name: string, description?: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      ...(description && { description }),
      annotations: {},
    },
    spec: { type: 'kuma-service', owner: 'group:default/a' },
  };
}

async function setUp() {
  const mutations: EntityProviderMutation[] = [];
  const tags: (string | undefined)[] = [];
  const answers: (InventoryAnswer<Inventory> | Error)[] = [];
  const logger = mockServices.logger.mock();
  logger.child.mockReturnValue(logger);
  let refuse = false;
  const provider = InventoryProvider.create<Inventory>({
    logger,
    runner: { run: async () => {} },
    source: {
      providerName: 'airflow-kuma:kuma:eu',
      ask: async tag => {
        tags.push(tag);
        const answer = answers.shift()!;
        if (answer instanceof Error) throw answer;
        return answer;
      },
      toEntities: async inventory =>
        inventory.names.map(name => entity(name, inventory.description)),
    },
  });
  await provider.connect({
    applyMutation: async mutation => {
      if (refuse) throw new Error('deadlock');
      mutations.push(mutation);
    },
    refresh: async () => {},
  });
  const turn = async (answer: InventoryAnswer<Inventory> | Error) => {
    answers.push(answer);
    await provider.refresh();
  };
  return {
    provider,
    mutations,
    tags,
    logger,
    turn,
    setRefuse: (value: boolean) => {
      refuse = value;
    },
  };
}

const changed = (
  names: string[],
  more?: { tag?: string; ready?: boolean; description?: string },
): InventoryAnswer<Inventory> => ({
  changed: true,
  tag: more?.tag,
  inventory: {
    ready: more?.ready ?? true,
    names,
    description: more?.description,
  },
});

const summary = (mutation: EntityProviderMutation) =>
  mutation.type === 'full'
    ? { full: mutation.entities.map(({ entity: each }) => each.metadata.name) }
    : {
        added: mutation.added.map(({ entity: each }) => each.metadata.name),
        removed: mutation.removed.map(each =>
          'entityRef' in each ? each.entityRef : each.entity.metadata.name,
        ),
      };

describe('InventoryProvider', () => {
  it('tells everything once, then only differences, then nothing', async () => {
    const { mutations, tags, turn } = await setUp();
    await turn(changed(['a', 'b'], { tag: '"1"' }));
    await turn({ changed: false });
    await turn(changed(['b', 'c'], { tag: '"2"' }));
    await turn(changed(['b', 'c'], { tag: '"3"' }));
    await turn(changed(['b', 'c'], { tag: '"4"', description: 'new' }));
    expect(mutations.map(summary)).toEqual([
      { full: ['a', 'b'] },
      { added: ['c'], removed: ['resource:default/a'] },
      { added: ['b', 'c'], removed: [] },
    ]);
    expect(tags).toEqual([undefined, '"1"', '"1"', '"2"', '"3"']);
  });

  it('offers everything again now and then: a name may be free by then', async () => {
    const { mutations, tags, turn } = await setUp();
    const clock = jest.spyOn(Date, 'now');
    try {
      const start = Date.now();
      await turn(changed(['a'], { tag: '"1"' }));
      clock.mockReturnValue(start + 14 * 60_000);
      await turn({ changed: false });
      clock.mockReturnValue(start + 16 * 60_000);
      await turn(changed(['a'], { tag: '"1"' }));
      clock.mockReturnValue(start + 17 * 60_000);
      await turn({ changed: false });
    } finally {
      clock.mockRestore();
    }
    expect(mutations.map(summary)).toEqual([{ full: ['a'] }, { full: ['a'] }]);
    expect(tags).toEqual([undefined, '"1"', undefined, '"1"']);
  });

  it('keeps all entities while nothing is known, and says so once', async () => {
    const { mutations, logger, turn } = await setUp();
    await turn(new Error('not there yet'));
    await turn(new Error('not there yet'));
    await turn(changed([], { ready: false }));
    expect(mutations).toEqual([]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.info).toHaveBeenCalledTimes(1);
    await turn(changed(['a']));
    await turn(new Error('gone again'));
    expect(mutations.map(summary)).toEqual([{ full: ['a'] }]);
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });

  it('tries again what the catalog did not take', async () => {
    const { mutations, tags, turn, setRefuse } = await setUp();
    await turn(changed(['a'], { tag: '"1"' }));
    setRefuse(true);
    await turn(changed(['a', 'b'], { tag: '"2"' }));
    setRefuse(false);
    await turn(changed(['a', 'b'], { tag: '"2"' }));
    expect(tags).toEqual([undefined, '"1"', '"1"']);
    expect(mutations.map(summary)).toEqual([
      { full: ['a'] },
      { added: ['b'], removed: [] },
    ]);
  });

  it('leaves out what the catalog would refuse, and says so once', async () => {
    const { mutations, logger, turn } = await setUp();
    await turn(changed(['a', 'not a name', 'a']));
    await turn(changed(['a', 'not a name', 'a']));
    expect(mutations.map(summary)).toEqual([{ full: ['a'] }]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn.mock.calls[0][0]).toMatch(/^2 entities are left out/);
  });
});
