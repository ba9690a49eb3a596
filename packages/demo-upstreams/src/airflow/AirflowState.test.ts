import { AirflowStandIn, startAirflowStandIn } from './startAirflowStandIn';
import { DagSeed } from './types';

const minute = 60_000;
const seeds: DagSeed[] = [
  {
    dagId: 'hourly',
    owners: ['demo'],
    cron: '0 * * * *',
    tasks: [
      { taskId: 'first', downstream: ['second'] },
      { taskId: 'second', downstream: ['third'] },
      { taskId: 'third' },
    ],
    failures: { taskId: 'second', why: 'mesh-denied', every: 1 },
  },
  { dagId: 'asked', owners: ['demo'], tasks: [{ taskId: 'work' }] },
];

describe('an Airflow instance', () => {
  let clock: number;
  let standIn: AirflowStandIn;
  let headers: Record<string, string>;

  beforeEach(async () => {
    clock = Date.parse('2026-03-01T12:30:00Z');
    standIn = await startAirflowStandIn({
      version: '3.3.2',
      dags: seeds,
      now: () => clock,
      history: 4,
    });
    const response = await fetch(`${standIn.url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'op', password: 'op' }),
    });
    const { access_token: token } = await response.json();
    headers = { authorization: `Bearer ${token}` };
  });
  afterEach(() => standIn.stop());

  const get = async (path: string) =>
    (await fetch(`${standIn.url}/api/v2${path}`, { headers })).json();
  const idsOf = async (query: string = '') =>
    (await get(`/dags${query}`)).dags.map((dag: any) => dag.dag_id);
  const newest = async (dagId: string) =>
    (await get(`/dags/${dagId}/dagRuns?order_by=-run_after&limit=1`))
      .dag_runs[0];

  it('has runs behind it and makes new ones as time goes by', async () => {
    expect((await get('/dags/hourly/dagRuns')).total_entries).toBe(4);
    expect((await newest('hourly')).run_after).toBe('2026-03-01T12:00:00Z');
    clock += 30 * minute;
    expect((await newest('hourly')).state).toBe('queued');
    clock += 10_000;
    expect((await newest('hourly')).state).toBe('running');
    clock += 10 * minute;
    expect(await newest('hourly')).toMatchObject({
      run_after: '2026-03-01T13:00:00Z',
      state: 'failed',
      run_type: 'scheduled',
    });
  });

  it('fails at the task that fails, and skips what comes after', async () => {
    const { dag_run_id: runId } = await newest('hourly');
    const run = encodeURIComponent(runId);
    const { task_instances: tasks } = await get(
      `/dags/hourly/dagRuns/${run}/taskInstances?order_by=task_id`,
    );
    expect(tasks.map((task: any) => [task.task_id, task.state])).toEqual([
      ['first', 'success'],
      ['second', 'failed'],
      ['third', 'upstream_failed'],
    ]);
    const log = await get(
      `/dags/hourly/dagRuns/${run}/taskInstances/second/logs/1`,
    );
    expect(JSON.stringify(log)).toContain('HTTP Error 403: Forbidden');
  });

  it('shows an edit in its version feed, but not one in place', async () => {
    const versions = async () =>
      (await get('/dags/~/dagVersions')).total_entries;
    const tasks = async () => (await get('/dags/asked/tasks')).total_entries;
    const before = await versions();
    standIn.state.editDag(
      'asked',
      { tasks: [{ taskId: 'work' }, { taskId: 'more' }] },
      { inPlace: true },
    );
    expect([await versions(), await tasks()]).toEqual([before, 2]);
    standIn.state.editDag('asked', { tags: ['new'] });
    expect(await versions()).toBe(before + 1);
  });

  it('hides a DAG whose file is gone, and a renamed one is another', async () => {
    standIn.state.renameDag('asked', 'asked_again');
    expect(await idsOf()).toEqual(['asked_again', 'hourly']);
    expect(await idsOf('?exclude_stale=false')).toEqual([
      'asked',
      'asked_again',
      'hourly',
    ]);
    standIn.state.deleteDag('asked');
    expect(await idsOf('?exclude_stale=false')).toHaveLength(2);
  });

  it('holds runs of a paused DAG until it is unpaused', async () => {
    standIn.state.pauseDag('asked');
    standIn.state.appendRun('asked', {
      runType: 'manual',
      triggeredBy: 'rest_api',
      user: 'op',
    });
    clock += 30 * minute;
    expect((await newest('asked')).state).toBe('queued');
    standIn.state.pauseDag('asked', false);
    clock += 30 * minute;
    expect((await newest('asked')).state).toBe('success');
  });

  it('tells who triggered, in the run and in its log of actions', async () => {
    await fetch(`${standIn.url}/api/v2/dags/asked/dagRuns`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ logical_date: null, note: 'please' }),
    });
    expect(await newest('asked')).toMatchObject({
      triggering_user_name: 'op',
      note: 'please',
    });
    const { event_logs: rows } = await get(
      '/eventLogs?included_events=trigger_dag_run',
    );
    // Airflow does not know the run's id when it writes this row.
    expect(rows).toMatchObject([
      { owner: 'op', dag_id: 'asked', run_id: null },
    ]);
  });

  it('lists runs that changed since a time', async () => {
    const since = '2026-03-01T11:30:00Z';
    const { dag_runs: runs } = await get(
      `/dags/~/dagRuns?updated_at_gte=${since}`,
    );
    expect(runs).toHaveLength(1);
  });

  it('pages runs by cursor so that new runs shift nothing', async () => {
    const query = '/dags/~/dagRuns?order_by=-run_after&limit=2';
    const first = await get(`${query}&cursor=`);
    standIn.state.appendRun('asked', { runType: 'manual', triggeredBy: 'cli' });
    const second = await get(`${query}&cursor=${first.next_cursor}`);
    const ids = [...first.dag_runs, ...second.dag_runs].map(
      (run: any) => run.dag_run_id,
    );
    expect(new Set(ids).size).toBe(4);
    expect(second.next_cursor).toBeNull();
  });
});

describe('limits of a page', () => {
  const many = Array.from({ length: 130 }, (_, index) => ({
    dagId: `dag_${index}`,
    owners: ['demo'],
    tasks: [],
  }));

  it.each([
    ['3.3.2', 100],
    ['3.0.6', 130],
  ] as const)('of Airflow %s give %d of 130', async (version, rows) => {
    const standIn = await startAirflowStandIn({ version, dags: many });
    const login = await fetch(`${standIn.url}/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'viewer', password: 'viewer' }),
    });
    const { access_token: token } = await login.json();
    const answer = await fetch(`${standIn.url}/api/v2/dags?limit=1000`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = await answer.json();
    expect([body.dags.length, body.total_entries]).toEqual([rows, 130]);
    await standIn.stop();
  });
});
