import { DagSeed } from '../airflow/types';
import { buildDag, Call, DagSpec } from './dagBuilder';

/**
 * DAGs of the demo company's Airflow instance `prod-data` (3.3.2). Demo data.
 */

const lake = 's3://lake';
const calls = (via: Call['via'], ...services: string[]): Call[] =>
  services.map(service => ({ service, via }));

const finance: DagSpec[] = [
  {
    dagId: 'invoice.Build',
    displayName: 'Build invoices',
    description: 'Builds the invoices of the last hour and books them.',
    owner: 'finance-data',
    cron: '0 * * * *',
    calls: calls('inlet', 'payments', 'ledger'),
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
    calls: [...calls('inlet', 'payments'), ...calls('tag', 'ledger')],
    waitsFor: 'invoice.Build',
  },
  {
    dagId: 'daily_revenue_report',
    description: 'Revenue by market, in euro.',
    owner: 'finance-data',
    scheduleAssets: [`${lake}/finance/invoices`],
    calls: calls('tag', 'fx-rates'),
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
      ...calls('inlet', 'fraud-detector'),
      // Calls it without saying so.
      ...calls('nothing', 'customer-profile'),
    ],
  },
  {
    dagId: 'card_token_rotation',
    description: 'Asks the vault for new card tokens.',
    owner: 'finance-data',
    cron: '0 3 * * 1',
    calls: calls('inlet', 'card-vault'),
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
    calls: calls('inlet', 'settlement'),
    triggers: 'payout_simulation',
  },
  {
    dagId: 'tax_filing_monthly',
    owner: 'finance-data',
    cron: '0 4 1 * *',
    calls: calls('doc', 'tax-calculator'),
    docMd: '# Tax filing\nRuns once a month.',
  },
  {
    dagId: 'fx_rate_import',
    owner: 'finance-data',
    cron: '*/30 * * * *',
    calls: calls('inlet', 'market-data', 'fx-rates'),
  },
  {
    dagId: 'dunning_letters',
    owner: 'finance-data',
    cron: '0 9 * * 1-5',
    calls: calls('tag', 'invoices'),
  },
  {
    dagId: 'ledger_close_monthly',
    displayName: 'Close the books',
    owner: 'finance-data',
    cron: '0 2 1 * *',
    calls: [
      ...calls('tag', 'ledger'),
      { service: 'ledger', mesh: 'legacy', via: 'tag' },
    ],
  },
  {
    dagId: 'chargeback_intake',
    owner: 'finance-data',
    cron: '20 * * * *',
    calls: calls('inlet', 'payments', 'warehouse'),
    failures: { taskId: 'call_warehouse', why: 'timeout', every: 5 },
  },
  {
    dagId: 'cost_allocation',
    owner: 'finance-data',
    cron: '0 5 * * *',
    isPaused: true,
    calls: calls('inlet', 'ledger'),
  },
  {
    dagId: 'revenue_forecast',
    owner: 'finance-data',
    scheduleAssets: [`${lake}/finance/revenue`],
    calls: calls('inlet', 'feature-store'),
  },
  {
    dagId: 'payout_simulation',
    owner: 'finance-data',
    calls: calls('inlet', 'billing-db'),
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
    calls: calls('inlet', 'tax-calculator'),
  },
].map(dag => ({ domain: 'finance', queue: 'finance', ...dag } as DagSpec));

const customer: DagSpec[] = [
  {
    dagId: 'crm_sync',
    displayName: 'Synchronise the CRM',
    owner: 'customer-data',
    cron: '0 * * * *',
    calls: calls('inlet', 'crm', 'customer-profile'),
    outlets: [`${lake}/customer/profiles`],
  },
  {
    dagId: 'consent_refresh',
    description: 'Fetches changed consents; the mesh refuses it at present.',
    owner: 'customer-data',
    cron: '15 6 * * *',
    calls: calls('inlet', 'consent'),
    failures: { taskId: 'call_consent', why: 'mesh-denied', every: 1 },
    extraRuns: [
      {
        runType: 'manual',
        triggeredBy: 'rest_api',
        user: 'demo-dag-author',
        minutesAgo: 130,
        fails: true,
      },
    ],
  },
  {
    dagId: 'loyalty_points',
    owner: 'customer-data',
    cron: '0 5 * * *',
    calls: calls('inlet', 'loyalty'),
  },
  {
    dagId: 'newsletter_weekly',
    owner: ['customer-data', 'marketing'],
    cron: '0 7 * * 4',
    calls: calls('inlet', 'newsletter'),
    failures: { taskId: 'call_newsletter', why: 'timeout', every: 2 },
  },
  {
    dagId: 'segments_build',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/customer/profiles`],
    calls: calls('tag', 'segments'),
    outlets: [`${lake}/customer/segments`],
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 57 },
    ],
  },
  {
    dagId: 'support_ticket_digest',
    owner: 'customer-data',
    cron: '0 8 * * 1-5',
    calls: calls('doc', 'support-tickets'),
    docMd: 'A digest of yesterday’s tickets for each team.',
  },
  {
    dagId: 'churn_features',
    owner: 'customer-data',
    cron: '30 3 * * *',
    calls: calls('inlet', 'customer-profile', 'feature-store'),
    failures: { taskId: 'call_feature_store', why: 'mesh-denied', every: 2 },
  },
  {
    dagId: 'address_cleanup',
    owner: 'customer-data',
    cron: '0 1 * * 0',
    isPaused: true,
    calls: calls('inlet', 'crm'),
  },
  {
    dagId: 'orders_etl',
    displayName: 'Orders ETL',
    description: 'Loads orders and the events around them.',
    owner: 'customer-data',
    cron: '*/10 * * * *',
    calls: calls('inlet', 'orders', 'events-kafka'),
    outlets: [`${lake}/raw/orders`],
    failures: { taskId: 'call_orders', why: 'error', every: 9 },
  },
  {
    dagId: 'order_returns',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/raw/orders`],
    calls: calls('inlet', 'orders'),
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 19 },
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 9 },
    ],
  },
  {
    dagId: 'gdpr_export',
    displayName: 'Answer a data request',
    owner: 'customer-data',
    calls: calls('inlet', 'crm', 'consent', 'object-store'),
    extraRuns: [
      {
        runType: 'manual',
        triggeredBy: 'cli',
        user: 'demo-operator',
        minutesAgo: 26 * 60,
      },
    ],
  },
  {
    dagId: 'gdpr_erasure',
    owner: 'customer-data',
    isStale: true,
    calls: calls('inlet', 'crm'),
  },
  {
    dagId: 'campaign_attribution',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/customer/segments`],
    calls: calls('tag', 'segments', 'no-such-service'),
  },
  {
    dagId: 'Reporting.Daily',
    owner: 'customer-data',
    cron: '0 6 * * *',
    calls: calls('tag', 'orders'),
  },
  {
    dagId: 'reporting.daily',
    description: 'Another DAG than Reporting.Daily: ids are case-sensitive.',
    owner: 'customer-data',
    cron: '10 6 * * *',
    calls: calls('tag', 'loyalty'),
  },
].map(dag => ({ domain: 'customer', queue: 'customer', ...dag } as DagSpec));

const ai: DagSpec[] = [
  {
    dagId: 'embed_documents',
    displayName: 'Embed new documents',
    owner: 'ai-platform',
    cron: '0 * * * *',
    calls: calls('inlet', 'document-parser', 'embedding-service', 'vector-store'),
    failures: { taskId: 'call_embedding_service', why: 'mesh-denied', every: 1 },
  },
  {
    dagId: 'rag_index_rebuild',
    owner: 'ai-platform',
    cron: '0 1 * * 6',
    calls: calls('inlet', 'vector-store', 'model-gateway'),
  },
  {
    dagId: 'model_evaluation',
    owner: 'ai-platform',
    cron: '30 1 * * *',
    calls: calls('inlet', 'model-gateway', 'model-provider'),
  },
  {
    dagId: 'prompt_regression',
    owner: 'ai-platform',
    cron: '45 1 * * *',
    environment: 'staging',
    calls: calls('tag', 'prompt-registry'),
  },
  {
    dagId: 'feature_backfill',
    owner: 'ai-platform',
    cron: '0 0 * * *',
    calls: calls('inlet', 'feature-store'),
    extraRuns: [1, 2, 3].map(day => ({
      runType: 'backfill' as const,
      triggeredBy: 'backfill' as const,
      user: 'demo-operator',
      minutesAgo: day * 24 * 60 + 35,
    })),
  },
  {
    dagId: 'vector_store_compaction',
    owner: 'ai-platform',
    cron: '0 4 * * 0',
    calls: calls('inlet', 'vector-store'),
  },
  {
    dagId: 'finetune_dataset',
    description: 'Collects consented conversations for fine-tuning.',
    owner: 'ai-platform',
    cron: '0 2 * * 3',
    calls: calls('inlet', 'object-store', 'customer-profile'),
    failures: { taskId: 'call_customer_profile', why: 'mesh-denied', every: 1 },
  },
  {
    dagId: 'token_usage_report',
    owner: 'ai-platform',
    cron: '0 7 * * *',
    calls: calls('doc', 'model-gateway'),
  },
].map(dag => ({ domain: 'ai', queue: 'ai', ...dag } as DagSpec));

const platform: DagSpec[] = [
  {
    dagId: 'data_quality_checks',
    description: 'Runs on the default queue, outside the mesh.',
    owner: 'platform',
    cron: '40 * * * *',
    calls: calls('inlet', 'orders'),
  },
  {
    dagId: 'catalog_export',
    owner: 'platform',
    cron: '0 0 * * *',
    calls: calls('tag', 'object-store'),
  },
  {
    dagId: 'träume-Ω.Ünicode_1',
    displayName: 'Träume',
    owner: ['Team Odd', 'odd@example.com'],
    moreTags: ['with space', 'a/b & c', 'Ünïcode…'],
  },
  {
    dagId: `monthly.Statement-Export_${'x'.repeat(250 - 25)}`,
    displayName: 'A DAG with an id of 250 characters',
    owner: 'platform',
  },
  { dagId: '-leading.dash', owner: 'platform' },
  {
    dagId: 'daily_report',
    displayName: 'Daily report',
    description: 'There is a DAG of the same name in legacy-batch.',
    owner: 'platform',
    cron: '0 6 * * *',
    calls: calls('inlet', 'object-store'),
  },
];

export const prodDataDags: DagSeed[] = [
  ...finance,
  ...customer,
  ...ai,
  ...platform,
].map(buildDag);

export const prodDataImportErrors = [
  {
    file: 'finance/vat_returns.py',
    stackTrace:
      'Traceback (most recent call last):\n  File "<frozen importlib._bootstrap>", line 241, in _call_with_frames_removed\n  File "/opt/airflow/dags/finance/vat_returns.py", line 4, in <module>\n    from finance_shared import vat\nModuleNotFoundError: No module named \'finance_shared\'\n',
  },
  {
    file: 'customer/never_parsed.py',
    stackTrace:
      'Traceback (most recent call last):\n  File "/opt/airflow/dags/customer/never_parsed.py", line 1\n    with DAG(\n            ^\nSyntaxError: \'(\' was never closed\n',
  },
];
