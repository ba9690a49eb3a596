import { recorded, recordedItems } from '../__testUtils__/recorded';
import {
  allDags,
  DagRow,
  paged,
  setUpAirflow,
} from '../__testUtils__/setUpAirflow';

describe('listRows', () => {
  const setup = setUpAirflow();
  const { v2, client } = setup;

  it('reads all DAGs, stale ones too, a hundred at a time', async () => {
    v2().on('GET /api/v2/dags', paged(allDags, 'dags'));
    const { rows, skipped } = await client().listDags();
    expect(skipped).toEqual([]);
    expect(rows.map(row => row.dagId)).toEqual(
      allDags().map(row => row.dag_id),
    );
    const requests = setup.upstream.seen.filter(
      seen => seen.line === 'GET /api/v2/dags',
    );
    expect(requests.map(seen => seen.query)).toEqual([
      {
        order_by: 'dag_id',
        exclude_stale: 'false',
        limit: '100',
        offset: '0',
      },
      {
        order_by: 'dag_id',
        exclude_stale: 'false',
        limit: '100',
        offset: '99',
      },
    ]);
  });

  it('reads again when a DAG is deleted while it pages', async () => {
    let rows = allDags();
    v2().on('GET /api/v2/dags', seen => {
      const answer = paged(() => rows, 'dags')(seen);
      rows = rows.filter(
        row => row.dag_id !== rows[3].dag_id || seen.query.offset !== '0',
      );
      return answer;
    });
    const total = allDags().length;
    // the second reading loses one more: what both saw stands, in doubt
    await expect(client().listDags()).resolves.toMatchObject({
      doubt: { reason: expect.stringContaining('total fell') },
    });
    expect(rows).toHaveLength(total - 2);

    rows = allDags();
    let deleted = false;
    setup.upstream.on('GET /api/v2/dags', seen => {
      const answer = paged(() => rows, 'dags')(seen);
      if (!deleted) rows = rows.slice(1);
      deleted = true;
      return answer;
    });
    expect((await client().listDags()).rows).toHaveLength(total - 1);
  });

  it('does not take an Airflow that restarts while it pages for a smaller one', async () => {
    let requests = 0;
    v2().on('GET /api/v2/dags', (seen, response) => {
      requests += 1;
      if (requests === 2) {
        response.socket?.resetAndDestroy();
        return undefined;
      }
      // just started: the tables are there, the DAGs are not yet
      if (requests === 3) return { body: { dags: [], total_entries: 0 } };
      return paged(allDags, 'dags')(seen);
    });
    const { rows } = await client().listDags();
    expect(rows).toHaveLength(allDags().length);
  });

  it('reports an invalid DAG and keeps the others', async () => {
    const rows: unknown[] = allDags().slice(0, 3);
    rows[1] = { ...(rows[1] as DagRow), is_paused: 'yes' };
    v2().on(
      'GET /api/v2/dags',
      paged(() => rows, 'dags'),
    );
    const listing = await client().listDags();
    expect(listing.rows).toHaveLength(2);
    expect(listing.skipped).toEqual([
      {
        item: 'dags[1]',
        id: (rows[1] as DagRow).dag_id,
        reason: 'is_paused: expected boolean, received string',
      },
    ]);
  });

  it('reads more than its first page from a version without a clamp', async () => {
    const rows = recordedItems<DagRow>(
      'airflow-3.0.6',
      'dags-limit-1000',
      'dags',
    );
    v2().on(
      'GET /api/v2/dags',
      paged(() => rows, 'dags'),
    );
    expect((await client().listDags()).rows).toHaveLength(rows.length);
  });

  it('percent-encodes ids, and refuses ids that a URL cannot hold', async () => {
    const details = recorded('airflow-3.3.2', 'details-odd-unicode');
    const { dag_id: dagId } = details.body as DagRow;
    v2().on(`GET /api/v2/dags/${dagId}/details`, details);
    await expect(client().dagDetails(dagId)).resolves.toMatchObject({
      dagId,
    });
    await expect(client().dagDetails('..')).rejects.toThrow('".."');
  });
});
