import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { databaseIds } from './access/__testUtils__/databases';
import { anywhere, isInAnyCase, isLikeInAnyCase } from './sqlText';

jest.setTimeout(60_000);

const NAMES = ['Ärger', 'ärger', 'ARGER', 'ÉTÉ 100%', 'été 1000', 'ΔΟΚΙΜΗ'];

describe('text in SQL', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let knex: Knex;

    beforeAll(async () => {
      knex = await databases.init(databaseId);
      await knex.schema.createTable('names', table => {
        table.increments('id');
        table.string('name');
      });
      await knex('names').insert(NAMES.map(name => ({ name })));
    });

    it.each([
      ['Ä', ['Ärger', 'ärger']],
      ['äRG', ['Ärger', 'ärger']],
      ['arg', ['ARGER']],
      ['été', ['ÉTÉ 100%', 'été 1000']],
      ['ÉtÉ 100%', ['ÉTÉ 100%']],
      ['δοκ', ['ΔΟΚΙΜΗ']],
    ])('finds %j in any case', async (text, expected) => {
      const rows = await knex('names')
        .whereRaw(...isLikeInAnyCase('name', anywhere(text)))
        .orderBy('id')
        .select('name');
      expect(rows.map(({ name }) => name)).toEqual(expected);
    });

    it('knows the same name in any case', async () => {
      const rows = await knex('names')
        .whereRaw(...isInAnyCase('name', 'ÄRGER'))
        .orderBy('id')
        .select('name');
      expect(rows.map(({ name }) => name)).toEqual(['Ärger', 'ärger']);
    });
  });
});
