import { AirflowUser, DagSeed } from '../airflow/types';

/** DAGs with the ids that the recordings ask for. */
export const labDags: DagSeed[] = [
  {
    dagId: 'orders_etl',
    owners: ['team-orders'],
    tags: ['domain:orders', 'env:prod', 'calls:orders'],
    cron: '0 * * * *',
    docMd: '# Orders ETL\nLoads orders.',
    file: 'lab.py',
    tasks: [
      {
        taskId: 'extract',
        queue: 'orders',
        downstream: ['charge'],
        inlets: ['x-mesh-service://default/orders'],
        outlets: ['s3://lake/raw/orders'],
        url: 'http://orders/',
      },
      { taskId: 'charge', downstream: ['kick'], url: 'http://payments/' },
      { taskId: 'kick', triggers: 'invoice.Build' },
    ],
    failures: { taskId: 'charge', why: 'mesh-denied', every: 1_000_000 },
    extraRuns: [
      run('portal-1', { fails: true }),
      run('mesh-denied', { fails: true }),
      run('mesh-allowed', {}),
    ],
  },
  {
    dagId: 'invoice.Build',
    owners: ['team-billing'],
    tags: ['domain:billing'],
    file: 'lab.py',
    tasks: [{ taskId: 'wait', waitsFor: 'orders_etl' }, { taskId: 'send' }],
    extraRuns: [
      run('portal-0001', {}),
      { runType: 'operator_triggered', triggeredBy: 'operator', minutesAgo: 9 },
    ],
  },
  {
    dagId: 'asset_consumer',
    owners: ['team-orders', 'team-ml'],
    tags: ['domain:orders'],
    scheduleAssets: ['s3://lake/raw/orders'],
    tasks: [{ taskId: 'use' }],
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 30 },
    ],
  },
  {
    dagId: 'daily_report',
    owners: ['team-report'],
    cron: '0 0 * * *',
    tasks: [{ taskId: 'build' }],
    extraRuns: [
      {
        runType: 'backfill',
        triggeredBy: 'backfill',
        user: 'ops',
        minutesAgo: 60,
      },
    ],
  },
  {
    dagId: 'grouped',
    owners: ['team-report'],
    tasks: [{ taskId: 'start' }],
  },
  {
    dagId: 'paused_dag',
    owners: ['team-billing'],
    tags: ['domain:billing'],
    cron: '0 0 * * *',
    isPaused: true,
    tasks: [{ taskId: 'never' }],
  },
  {
    dagId: 'goes_stale',
    owners: ['team-old'],
    tags: ['domain:old'],
    isStale: true,
    tasks: [{ taskId: 'gone' }],
  },
  {
    dagId: 'reporting.daily',
    owners: ['Team Odd'],
    tasks: [{ taskId: 'Task.With-Odd_chars' }],
  },
];

export const labImportErrors = [
  { file: 'broken.py', stackTrace: 'ModuleNotFoundError' },
];

/** The account's password in the recordings is scrubbed. */
export const labUsers: AirflowUser[] = [
  { username: 'admin', password: 'redacted', role: 'admin' },
  { username: 'reader', password: 'reader', role: 'viewer' },
  { username: 'jane', password: 'jane', role: 'user' },
];

function run(runId: string, more: { fails?: boolean }) {
  return {
    runId,
    runType: 'manual' as const,
    triggeredBy: 'rest_api' as const,
    user: 'admin',
    minutesAgo: 40,
    ...more,
  };
}
