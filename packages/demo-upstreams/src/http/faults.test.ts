import {
  startAirflowStandIn,
  AirflowStandIn,
} from '../airflow/startAirflowStandIn';
import { Fault } from './Faults';

const dags = Array.from({ length: 6 }, (_, index) => ({
  dagId: `dag_${index}`,
  owners: ['demo'],
  tasks: [{ taskId: 'work' }],
}));

describe('faults', () => {
  let standIn: AirflowStandIn;
  let headers: Record<string, string>;

  beforeEach(async () => {
    standIn = await startAirflowStandIn({ version: '3.3.2', dags });
    await logIn();
  });
  afterEach(() => standIn.stop());

  async function logIn() {
    const response = await fetch(`${standIn.url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'viewer', password: 'viewer' }),
    });
    const { access_token: token } = await response.json();
    headers = { authorization: `Bearer ${token}` };
  }

  const list = (query: string = '') =>
    fetch(`${standIn.url}/api/v2/dags${query}`, { headers });
  const strike = (fault: Fault) =>
    standIn.faults.add({ path: '/api/v2/dags', fault });

  it('strike until they are switched off', async () => {
    const off = strike({ kind: 'status', status: 429, retryAfterSeconds: 3 });
    const struck = await list();
    expect(struck.status).toBe(429);
    expect(struck.headers.get('retry-after')).toBe('3');
    off();
    expect((await list()).status).toBe(200);
  });

  it('strike as often as they are told to, and only where', async () => {
    standIn.faults.add({
      path: /^\/api\/v2\/dags\?limit=1$/,
      fault: { kind: 'status', status: 500 },
      times: 2,
    });
    const statuses = [];
    for (const query of ['?limit=1', '', '?limit=1', '?limit=1']) {
      statuses.push((await list(query)).status);
    }
    expect(statuses).toEqual([500, 200, 500, 200]);
  });

  it('count a list as they are told to, or not at all', async () => {
    for (const total of [2, null, 'absent'] as const) {
      const off = strike({ kind: 'count', total });
      const body = await (await list()).json();
      expect('total_entries' in body ? body.total_entries : 'absent').toBe(
        total,
      );
      expect(body.dags).toHaveLength(6);
      off();
    }
  });

  it('put a NaN into one item', async () => {
    strike({ kind: 'nan' });
    const text = await (await list()).text();
    expect(text.match(/NaN/g)).toHaveLength(2);
    expect(() => JSON.parse(text)).toThrow('NaN');
  });

  it('delay an answer', async () => {
    strike({ kind: 'latency', milliseconds: 60 });
    const start = performance.now();
    expect((await list()).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(55);
  });

  it('cut a body short', async () => {
    strike({ kind: 'truncated' });
    const answer = await list();
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('send garbage, little or much', async () => {
    const off = strike({ kind: 'garbage-json' });
    await expect(list().then(answer => answer.json())).rejects.toThrow();
    off();
    strike({ kind: 'garbage', bytes: 10_000_000 });
    const text = await (await list()).text();
    expect(text).toHaveLength(10_000_000);
  });

  it('send a page with status 200', async () => {
    strike({ kind: 'html-page' });
    const answer = await list();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
  });

  it('reset the connection', async () => {
    strike({ kind: 'reset' });
    await expect(list()).rejects.toThrow();
  });

  it('lose half a list', async () => {
    strike({ kind: 'half-missing' });
    const { dags: rows, total_entries: total } = await (await list()).json();
    expect([rows.length, total]).toEqual([3, 3]);
  });

  it('shrink a list after its first page', async () => {
    strike({ kind: 'shrinking', by: 2 });
    const first = await (await list('?limit=3')).json();
    const second = await (await list('?limit=3&offset=3')).json();
    expect(first.total_entries).toBe(6);
    expect(second.total_entries).toBe(4);
    expect(second.dags.map((dag: any) => dag.dag_id)).toEqual(['dag_5']);
  });

  it('restart an upstream between two pages', async () => {
    standIn.faults.add({
      path: '/api/v2/dags',
      fault: { kind: 'restart', downMilliseconds: 50 },
      laterPagesOnly: true,
      times: 1,
    });
    expect((await list('?limit=3')).status).toBe(200);
    await expect(list('?limit=3&offset=3')).rejects.toThrow();
    await expect(list()).rejects.toThrow();
    let again: Response | undefined;
    while (!again) again = await list().catch(() => undefined);
    // The new process does not know the old one's tokens.
    expect(again.status).toBe(403);
    await logIn();
    expect((await list('?limit=3&offset=3')).status).toBe(200);
  });

  it('change words and take fields away', async () => {
    const off = standIn.faults.add({
      path: '/api/v2/dags/dag_1/tasks',
      fault: { kind: 'unknown-enums' },
    });
    const tasks = await fetch(`${standIn.url}/api/v2/dags/dag_1/tasks`, {
      headers,
    });
    expect((await tasks.json()).tasks[0].trigger_rule).toBe('never_seen_yet');
    off();
    strike({ kind: 'missing-field', field: 'dag_id', at: 1 });
    const { dags: rows } = await (await list()).json();
    expect(rows.map((row: any) => 'dag_id' in row).slice(0, 3)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('leave a log of what was asked', async () => {
    standIn.requests.clear();
    await list('?limit=1');
    await list('?limit=2');
    expect(standIn.requests.count(/^GET \/api\/v2\/dags\?/)).toBe(2);
    expect(standIn.requests.list()[0]).toEqual({
      method: 'GET',
      path: '/api/v2/dags?limit=1',
    });
  });
});
