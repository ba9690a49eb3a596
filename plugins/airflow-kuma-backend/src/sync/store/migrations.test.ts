import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseIds, migrations } from '../../access/__testUtils__/databases';

jest.setTimeout(60_000);

const TABLES = [
  'sync_objects',
  'sync_sources',
  'sync_runs',
  'sync_revisions',
  'sync_reads',
];

describe('migrations of sync', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  it.each(databases.eachSupportedId())('go up and down on %s', async id => {
    const knex = await databases.init(id);
    await knex.migrate.latest({ directory: migrations });
    for (const table of TABLES) {
      expect(await knex.schema.hasTable(table)).toBe(true);
    }
    const revisions = await knex('sync_revisions').orderBy('name');
    expect(revisions.map(row => [row.name, Number(row.value)])).toEqual([
      ['content', 0],
      ['live', 0],
      ['runs', 0],
    ]);
    await knex.migrate.rollback({ directory: migrations }, true);
    for (const table of TABLES) {
      expect(await knex.schema.hasTable(table)).toBe(false);
    }
  });
});
