import { callsTo, DagSpec } from '../dagBuilder';

const lake = 's3://lake';

/** DAGs of the demo company's finance domain on `prod-data`. Demo data. */
export const finance: DagSpec[] = [
  {
    dagId: 'invoice.Build',
    displayName: 'Build invoices',
    description: 'Builds the invoices of the last hour and books them.',
    owner: 'finance-data',
    cron: '0 * * * *',
    calls: callsTo('inlet', 'payments', 'ledger'),
    outlets: [`${lake}/finance/invoices`],
    extraRuns: [
      {
        runType: 'manual',
        triggeredBy: 'rest_api',
        user: 'demo-dag-author',
        minutesAgo: 190,
        note: 'Rebuilt after a late batch of payments.',
      },
    ],
  },
  {
    dagId: 'payments_reconciliation',
    description: 'Compares what was paid with what was booked.',
    owner: 'finance-data',
    cron: '30 2 * * *',
    calls: [...callsTo('inlet', 'payments'), ...callsTo('tag', 'ledger')],
    waitsFor: 'invoice.Build',
  },
  {
    dagId: 'daily_revenue_report',
    description: 'Revenue by market, in euro.',
    owner: 'finance-data',
    scheduleAssets: [`${lake}/finance/invoices`],
    calls: callsTo('tag', 'fx-rates', 'object-store'),
    outlets: [`${lake}/finance/revenue`],
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 118 },
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 58 },
    ],
  },
  {
    dagId: 'fraud_scoring',
    displayName: 'Score card payments for fraud',
    owner: ['finance-data', 'ai-platform'],
    cron: '*/15 * * * *',
    queue: 'fraud',
    calls: [
      ...callsTo('inlet', 'fraud-detector'),
      // Calls it without saying so.
      ...callsTo('nothing', 'customer-profile'),
    ],
  },
  {
    dagId: 'card_token_rotation',
    description: 'Asks the vault for new card tokens.',
    owner: 'finance-data',
    cron: '0 3 * * 1',
    calls: callsTo('inlet', 'card-vault'),
    failures: { taskId: 'call_card_vault', why: 'mesh-denied', every: 1 },
    extraRuns: [
      {
        runType: 'manual',
        triggeredBy: 'rest_api',
        user: 'demo-dag-author',
        minutesAgo: 45,
        note: 'Second attempt today.',
        fails: true,
      },
    ],
  },
  {
    dagId: 'settlement_export',
    description: 'Sends the day’s settlements to the bank.',
    owner: 'finance-data',
    cron: '30 22 * * *',
    calls: callsTo('inlet', 'settlement'),
    triggers: 'payout_simulation',
  },
  {
    dagId: 'tax_filing_monthly',
    owner: 'finance-data',
    cron: '0 4 1 * *',
    calls: callsTo('doc', 'tax-calculator'),
    docMd: '# Tax filing\nRuns once a month.',
  },
  {
    dagId: 'fx_rate_import',
    owner: 'finance-data',
    cron: '*/30 * * * *',
    calls: callsTo('inlet', 'market-data', 'fx-rates'),
  },
  {
    dagId: 'dunning_letters',
    owner: 'finance-data',
    cron: '0 9 * * 1-5',
    calls: callsTo('tag', 'invoices'),
  },
  {
    dagId: 'ledger_close_monthly',
    displayName: 'Close the books',
    owner: 'finance-data',
    cron: '0 2 1 * *',
    calls: [
      ...callsTo('tag', 'ledger'),
      { service: 'ledger', mesh: 'legacy', via: 'tag' },
    ],
  },
  {
    dagId: 'chargeback_intake',
    owner: 'finance-data',
    cron: '20 * * * *',
    calls: callsTo('inlet', 'payments', 'warehouse'),
    failures: { taskId: 'call_warehouse', why: 'timeout', every: 5 },
  },
  {
    dagId: 'cost_allocation',
    owner: 'finance-data',
    cron: '0 5 * * *',
    isPaused: true,
    calls: callsTo('inlet', 'ledger'),
  },
  {
    dagId: 'revenue_forecast',
    owner: 'finance-data',
    scheduleAssets: [`${lake}/finance/revenue`],
    calls: callsTo('inlet', 'feature-store'),
  },
  {
    dagId: 'payout_simulation',
    owner: 'finance-data',
    calls: callsTo('inlet', 'billing-db'),
    extraRuns: [
      {
        runType: 'operator_triggered',
        triggeredBy: 'operator',
        minutesAgo: 95,
        fails: true,
      },
    ],
    failures: { taskId: 'call_billing_db', why: 'error', every: 3 },
  },
  {
    dagId: 'vat_returns',
    owner: 'finance-data',
    cron: '0 6 10 * *',
    hasImportErrors: true,
    file: 'finance/vat_returns.py',
    calls: callsTo('inlet', 'tax-calculator'),
  },
].map(dag => ({ domain: 'finance', queue: 'finance', ...dag } as DagSpec));
