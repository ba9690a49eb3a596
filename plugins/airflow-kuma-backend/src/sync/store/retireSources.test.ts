import { TestDatabases } from '@backstage/backend-test-utils';
import { SourceReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { migrated } from '../../access/__testUtils__/databases';
import { ObjectStore } from './ObjectStore';
import { retireSources } from './retireSources';
import { sourceKey, SourceStore } from './SourceStore';

jest.setTimeout(60_000);

describe('retireSources', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const prod: SourceReference = { kind: 'airflow', name: 'prod' };
  const eu: SourceReference = { kind: 'kuma', name: 'eu' };

  async function left(sources: SourceReference[]): Promise<string[]> {
    const knex = await migrated(databases, 'SQLITE_3');
    const objectStore = ObjectStore.create(knex);
    const now = '2026-11-23T00:00:00.000Z';
    for (const source of [prod, eu]) {
      await SourceStore.create(knex).register(source);
      await objectStore.replace(
        sourceKey(source),
        [{ kind: 'dag', mesh: '', key: 'orders', data: {} }],
        { now },
      );
    }
    await retireSources({
      knex,
      objectStore,
      sources,
      now: new Date('2026-11-23T00:01:00Z'),
    });
    const counts = await Promise.all(
      [prod, eu].map(async source => {
        const key = sourceKey(source);
        const keys = await objectStore.keysOf(key, 'dag');
        return keys.length > 0 ? [key] : [];
      }),
    );
    return counts.flat();
  }

  it('ends what config names no more', async () => {
    expect(await left([prod])).toEqual(['airflow:prod']);
  });

  it('ends nothing of a kind whose list is no list', async () => {
    const unreadable = { ...eu, name: 'airflowKuma.kuma.controlPlanes' };
    expect(await left([prod, unreadable])).toEqual(['airflow:prod', 'kuma:eu']);
    expect(await left([unreadable])).toEqual(['kuma:eu']);
  });
});
