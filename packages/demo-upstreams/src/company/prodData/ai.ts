import { callsTo, DagSpec } from '../dagBuilder';

/** DAGs of the demo company's ai domain on `prod-data`. Demo data. */
export const ai: DagSpec[] = [
  {
    dagId: 'embed_documents',
    displayName: 'Embed new documents',
    owner: 'ai-platform',
    cron: '0 * * * *',
    calls: callsTo(
      'inlet',
      'document-parser',
      'embedding-service',
      'vector-store',
    ),
    failures: {
      taskId: 'call_embedding_service',
      why: 'mesh-denied',
      every: 1,
    },
  },
  {
    dagId: 'rag_index_rebuild',
    owner: 'ai-platform',
    cron: '0 1 * * 6',
    calls: callsTo('inlet', 'vector-store', 'model-gateway'),
  },
  {
    dagId: 'model_evaluation',
    owner: 'ai-platform',
    cron: '30 1 * * *',
    calls: callsTo('inlet', 'model-gateway', 'model-provider'),
  },
  {
    dagId: 'prompt_regression',
    owner: 'ai-platform',
    cron: '45 1 * * *',
    environment: 'staging',
    calls: callsTo('tag', 'prompt-registry'),
  },
  {
    dagId: 'feature_backfill',
    owner: 'ai-platform',
    cron: '0 0 * * *',
    calls: callsTo('inlet', 'feature-store'),
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
    calls: callsTo('inlet', 'vector-store'),
  },
  {
    dagId: 'finetune_dataset',
    description: 'Collects consented conversations for fine-tuning.',
    owner: 'ai-platform',
    cron: '0 2 * * 3',
    calls: callsTo('inlet', 'object-store', 'customer-profile'),
    failures: { taskId: 'call_customer_profile', why: 'mesh-denied', every: 1 },
  },
  {
    dagId: 'token_usage_report',
    owner: 'ai-platform',
    cron: '0 7 * * *',
    calls: callsTo('doc', 'model-gateway'),
  },
].map(dag => ({ domain: 'ai', queue: 'ai', ...dag } as DagSpec));
