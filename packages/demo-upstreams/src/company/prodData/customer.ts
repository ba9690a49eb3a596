import { callsTo, DagSpec } from '../dagBuilder';

const lake = 's3://lake';

/** DAGs of the demo company's customer domain on `prod-data`. Demo data. */
export const customer: DagSpec[] = [
  {
    dagId: 'crm_sync',
    displayName: 'Synchronise the CRM',
    owner: 'customer-data',
    cron: '0 * * * *',
    calls: callsTo('inlet', 'crm', 'customer-profile'),
    outlets: [`${lake}/customer/profiles`],
  },
  {
    dagId: 'consent_refresh',
    description: 'Fetches changed consents; the mesh refuses it at present.',
    owner: 'customer-data',
    cron: '15 6 * * *',
    calls: callsTo('inlet', 'consent'),
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
    calls: callsTo('inlet', 'loyalty'),
  },
  {
    dagId: 'newsletter_weekly',
    owner: ['customer-data', 'marketing'],
    cron: '0 7 * * 4',
    calls: callsTo('inlet', 'newsletter'),
    failures: { taskId: 'call_newsletter', why: 'timeout', every: 2 },
  },
  {
    dagId: 'segments_build',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/customer/profiles`],
    calls: callsTo('tag', 'segments'),
    outlets: [`${lake}/customer/segments`],
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 57 },
    ],
  },
  {
    dagId: 'support_ticket_digest',
    owner: 'customer-data',
    cron: '0 8 * * 1-5',
    calls: callsTo('doc', 'support-tickets'),
    docMd: 'A digest of yesterday’s tickets for each team.',
  },
  {
    dagId: 'churn_features',
    owner: 'customer-data',
    cron: '30 3 * * *',
    calls: callsTo('inlet', 'customer-profile', 'feature-store'),
    failures: { taskId: 'call_feature_store', why: 'mesh-denied', every: 2 },
  },
  {
    dagId: 'address_cleanup',
    owner: 'customer-data',
    cron: '0 1 * * 0',
    isPaused: true,
    calls: callsTo('inlet', 'crm'),
  },
  {
    dagId: 'orders_etl',
    displayName: 'Orders ETL',
    description: 'Loads orders and the events around them.',
    owner: 'customer-data',
    cron: '*/10 * * * *',
    calls: callsTo('inlet', 'orders', 'events-kafka'),
    outlets: [`${lake}/raw/orders`],
    failures: { taskId: 'call_orders', why: 'error', every: 9 },
  },
  {
    dagId: 'order_returns',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/raw/orders`],
    calls: callsTo('inlet', 'orders'),
    extraRuns: [
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 19 },
      { runType: 'asset_triggered', triggeredBy: 'asset', minutesAgo: 9 },
    ],
  },
  {
    dagId: 'gdpr_export',
    displayName: 'Answer a data request',
    owner: 'customer-data',
    calls: callsTo('inlet', 'crm', 'consent', 'object-store'),
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
    calls: callsTo('inlet', 'crm'),
  },
  {
    dagId: 'campaign_attribution',
    owner: 'customer-data',
    scheduleAssets: [`${lake}/customer/segments`],
    calls: callsTo('tag', 'segments', 'no-such-service'),
  },
  {
    dagId: 'Reporting.Daily',
    owner: 'customer-data',
    cron: '0 6 * * *',
    calls: callsTo('tag', 'orders'),
  },
  {
    dagId: 'reporting.daily',
    description: 'Another DAG than Reporting.Daily: ids are case-sensitive.',
    owner: 'customer-data',
    cron: '10 6 * * *',
    calls: callsTo('tag', 'loyalty'),
  },
].map(dag => ({ domain: 'customer', queue: 'customer', ...dag } as DagSpec));
