import { DagSeed } from '../airflow/types';
import { buildDag, DagSpec } from './dagBuilder';

/**
 * DAGs of the demo company's Airflow instance `legacy-batch` (2.11.2, API v1).
 * All run on one worker pool in mesh `legacy`. Demo data.
 */

const legacy = (...services: string[]) =>
  services.map(service => ({
    service,
    mesh: 'legacy',
    via: 'tag' as const,
  }));

/** Services of the mesh that is half way to Kuma 3.0. */
const moving = (...services: string[]) =>
  services.map(service => ({
    service,
    mesh: 'moving',
    via: 'tag' as const,
  }));

const rows: (Omit<DagSpec, 'owner'> & { owner?: string })[] = [
  {
    dagId: 'eod_close',
    description: 'End of day: starts the postings.',
    cron: '0 22 * * *',
    calls: legacy('ledger', 'batch-db'),
    triggers: 'gl_posting',
  },
  {
    dagId: 'gl_posting',
    calls: legacy('ledger'),
    outlets: ['s3://lake/legacy/gl'],
  },
  {
    dagId: 'ledger_nightly',
    cron: '0 1 * * *',
    calls: legacy('ledger'),
    waitsFor: 'eod_close',
  },
  {
    dagId: 'mainframe_extract',
    cron: '30 0 * * *',
    calls: legacy('mainframe-bridge'),
  },
  {
    dagId: 'archive_rotate',
    cron: '0 3 * * 0',
    calls: legacy('archive'),
    failures: { taskId: 'call_archive', why: 'mesh-denied', every: 1 },
  },
  {
    dagId: 'partner_sftp_push',
    cron: '0 5 * * 1-5',
    calls: legacy('sftp-partner'),
  },
  {
    dagId: 'batch_reconcile',
    cron: '15 * * * *',
    calls: legacy('batch-db', 'ledger'),
  },
  {
    dagId: 'payments_settle',
    cron: '45 21 * * *',
    calls: legacy('payments'),
    failures: { taskId: 'call_payments', why: 'mesh-denied', every: 2 },
  },
  { dagId: 'statement_print', cron: '0 4 1 * *', calls: legacy('reporting') },
  {
    dagId: 'invoice.Build',
    description: 'The predecessor of invoice.Build in prod-data.',
    cron: '0 * * * *',
    calls: legacy('ledger'),
  },
  { dagId: 'interest_calc', cron: '0 2 * * *', calls: legacy('batch-db') },
  {
    dagId: 'branch_totals',
    scheduleAssets: ['s3://lake/legacy/gl'],
    queue: 'moving',
    calls: moving('statements', 'balances', 'holidays'),
  },
  { dagId: 'fee_run', cron: '0 6 1 * *', calls: legacy('ledger', 'payments') },
  {
    dagId: 'dormancy_check',
    owner: 'operations',
    cron: '0 0 1 * *',
    isPaused: true,
    queue: 'operations',
    calls: moving('statements', 'limits', 'fees', 'rates', 'vault', 'scans'),
  },
  {
    dagId: 'regulatory_report',
    cron: '0 7 1 * *',
    calls: legacy('reporting', 'archive'),
  },
  {
    dagId: 'daily_report',
    cron: '0 6 * * *',
    calls: legacy('reporting'),
    extraRuns: [
      {
        runType: 'manual',
        triggeredBy: 'rest_api',
        user: 'demo-operator',
        minutesAgo: 75,
      },
    ],
  },
];

export const legacyBatchDags: DagSeed[] = rows.map(row =>
  buildDag({
    owner: 'batch-operations',
    domain: 'finance',
    queue: 'batch',
    ...row,
  }),
);
