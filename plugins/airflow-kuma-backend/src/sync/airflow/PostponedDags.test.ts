import { RawDag } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PostponedDags } from './PostponedDags';

const PAUSE = 30_000;
const SLOW = { reason: 'slow', isNew: false };
const DAY = 24 * 60 * 60_000;

describe('PostponedDags', () => {
  const row = (dagId: string, more: Partial<RawDag> = {}) =>
    ({ dagId, tags: [], owners: [], ...more } as unknown as RawDag);
  const odd = row('odd');
  const rows = [odd, row('fine')];
  const idsOf = (dags: PostponedDags, now: number, given = rows) =>
    dags.plan([{ dagId: 'fine', reason: 'rolling' }], given, now);

  it('plans nothing else where nothing failed', () => {
    expect(idsOf(new PostponedDags(PAUSE), 0)).toEqual({
      plan: [{ dagId: 'fine', reason: 'rolling' }],
      waiting: [],
    });
  });

  it('doubles the pause with every failure, up to a day', () => {
    const dags = new PostponedDags(PAUSE);
    let now = 0;
    for (const pause of [2, 4, 8, 16].map(times => times * PAUSE)) {
      dags.failed(odd, now, SLOW);
      const early = idsOf(dags, now + pause - 1);
      expect(early.plan.map(({ dagId }) => dagId)).toEqual(['fine']);
      expect(early.waiting).toEqual([{ item: 'odd', reason: 'slow' }]);
      now += pause;
      expect(idsOf(dags, now).plan).toContainEqual({
        dagId: 'odd',
        reason: 'row',
      });
    }
    for (let failure = 0; failure < 100; failure++) {
      dags.failed(odd, now, SLOW);
    }
    expect(idsOf(dags, now + DAY - 1).waiting).toHaveLength(1);
    expect(idsOf(dags, now + DAY).waiting).toHaveLength(0);
  });

  it('takes a DAG that waits out of the plan, and once into it', () => {
    const dags = new PostponedDags(PAUSE);
    dags.failed(odd, 0, SLOW);
    const plan = [{ dagId: 'odd', reason: 'new' as const }];
    expect(dags.plan(plan, rows, 1).plan).toEqual([]);
    expect(dags.plan(plan, rows, DAY).plan).toEqual(plan);
  });

  it('tries at once when the row changed', () => {
    const dags = new PostponedDags(PAUSE);
    dags.failed(odd, 0, SLOW);
    const changed = row('odd', { description: 'mended' });
    expect(idsOf(dags, 1, [changed]).waiting).toEqual([]);
  });

  it('forgets what succeeded', () => {
    const dags = new PostponedDags(PAUSE);
    dags.failed(odd, 0, SLOW);
    dags.succeeded(odd);
    expect(idsOf(dags, DAY).plan).toHaveLength(1);
  });

  it('keeps asking for a new DAG as a whole, and forgets one that is gone', () => {
    const dags = new PostponedDags(PAUSE);
    dags.failed(odd, 0, { isNew: true });
    dags.failed(odd, 0, SLOW);
    expect(idsOf(dags, DAY).plan).toContainEqual({
      dagId: 'odd',
      reason: 'new',
    });
    expect(idsOf(dags, DAY, [row('fine')]).plan).toHaveLength(1);
    expect(idsOf(dags, DAY).plan).toHaveLength(1);
  });

  it('names nothing that failed for all', () => {
    const dags = new PostponedDags(PAUSE);
    dags.failed(odd, 0, { isNew: false });
    expect(idsOf(dags, 1).waiting).toEqual([]);
  });
});
