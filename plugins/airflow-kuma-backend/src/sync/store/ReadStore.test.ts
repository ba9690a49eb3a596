import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { ReadStore } from './ReadStore';

jest.setTimeout(60_000);

const at = (second: number) =>
  new Date(Date.parse('2026-11-23T12:00:00Z') + second * 1000).toISOString();

describe('ReadStore', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%s', id => {
    let reads: ReadStore;

    beforeAll(async () => {
      reads = ReadStore.create(await migrated(databases, id));
      await reads.succeeded('kuma:eu', at(0), { isSame: false });
      await reads.succeeded('kuma:eu', at(10), { isSame: true });
      await reads.succeeded('kuma:eu', at(20), { isSame: true });
      await reads.succeeded('kuma:eu', at(30), { isSame: false });
      await reads.failed('kuma:eu', at(40));
      await reads.failed('kuma:eu', at(50));
      // What follows on a failure starts anew, whatever it found.
      await reads.succeeded('kuma:eu', at(60), { isSame: true });
      await reads.succeeded('airflow:prod', at(33), { isSame: false });
    });

    it.each([
      ['before the first', -1, undefined],
      ['at a read', 0, { before: 0, isSame: true, hasFailed: false }],
      [
        'between two that found the same',
        13,
        { before: 13, isSame: true, hasFailed: false },
      ],
      [
        'between two that found different things',
        25,
        { before: 20, after: 30, isSame: false, hasFailed: false },
      ],
      [
        'before the failure',
        39,
        { before: 30, after: 60, isSame: false, hasFailed: false },
      ],
      [
        'after the failure',
        55,
        { before: 30, after: 60, isSame: false, hasFailed: true },
      ],
      ['after the last', 70, { before: 60, isSame: false, hasFailed: false }],
    ])('tells an instant %s', async (_name, second, expected) => {
      expect(await reads.around('kuma:eu', at(second))).toEqual(
        expected && {
          ...expected,
          before: at(expected.before),
          ...('after' in expected && { after: at(expected.after as number) }),
        },
      );
    });

    it('forgets what is past, but for the last of each source', async () => {
      expect(await reads.prune(at(40))).toBe(2);
      expect(await reads.around('kuma:eu', at(25))).toBeUndefined();
      expect(await reads.around('kuma:eu', at(70))).toMatchObject({
        before: at(60),
      });
      expect(await reads.around('airflow:prod', at(70))).toMatchObject({
        before: at(33),
      });
      expect(await reads.prune(at(99))).toBe(0);
    });
  });
});
