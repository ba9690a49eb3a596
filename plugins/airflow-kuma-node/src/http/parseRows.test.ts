import { z } from 'zod';
import { parseRows } from './parseRows';

const options = {
  upstream: 'Airflow instance "test"',
  request: 'GET /api/v2/dags',
  list: 'dags',
  schema: z.object({ dag_id: z.string(), is_paused: z.boolean() }),
  idField: 'dag_id',
};

describe('parseRows', () => {
  it('keeps what fits and reports the rest with its field', () => {
    const { rows, skipped } = parseRows({
      ...options,
      items: [
        { dag_id: 'a', is_paused: true },
        { dag_id: 'b' },
        null,
        'text',
        { dag_id: 'c', is_paused: false, unknown: 1 },
      ],
    });
    expect(rows.map(row => row.dag_id)).toEqual(['a', 'c']);
    expect(skipped).toEqual([
      {
        item: 'dags[1]',
        id: 'b',
        reason: 'is_paused: expected boolean, received undefined',
      },
      {
        item: 'dags[2]',
        id: undefined,
        reason: 'answer: expected object, received null',
      },
      {
        item: 'dags[3]',
        id: undefined,
        reason: 'answer: expected object, received string',
      },
    ]);
  });

  it('does not take a list of which nothing fits for an empty one', () => {
    expect(() => parseRows({ ...options, items: [{ dagId: 'a' }] })).toThrow(
      'dags[0].dag_id: expected string, received undefined',
    );
  });

  it('takes an empty list for an empty one', () => {
    expect(parseRows({ ...options, items: [] })).toEqual({
      rows: [],
      skipped: [],
    });
  });
});
