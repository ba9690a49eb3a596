import { PermissionSeed } from '../../kuma/types';

/** SPIFFE ID of a workload of mesh `default`. */
export function demoIdentity(workload: string): string {
  return `spiffe://default.zone-1.mesh.local/workload/${workload}`;
}

const allow = (...workloads: string[]) => [
  {
    default: {
      allow: workloads.map(workload => ({
        spiffeID: { type: 'Exact', value: demoIdentity(workload) },
      })),
    },
  },
];

const toApp = (app: string, sectionName?: string) => ({
  kind: 'Dataplane',
  labels: { app },
  ...(sectionName && { sectionName }),
});

/** Permissions of mesh `default`, all in the `rules` dialect. */
export const defaultPermissions: PermissionSeed[] = [
  {
    name: 'finance-domain',
    labels: { 'data-domain': 'finance' },
    spec: {
      targetRef: {
        kind: 'Dataplane',
        labels: { 'data-domain': 'finance', 'access-tier': 'shared' },
      },
      rules: allow('airflow-finance'),
    },
  },
  {
    name: 'customer-domain',
    labels: { 'data-domain': 'customer' },
    spec: {
      targetRef: {
        kind: 'Dataplane',
        labels: { 'data-domain': 'customer', 'access-tier': 'shared' },
      },
      rules: allow('airflow-customer'),
    },
  },
  {
    name: 'payments-from-finance',
    spec: { targetRef: toApp('payments'), rules: allow('airflow-finance') },
  },
  {
    name: 'ledger-from-finance',
    spec: {
      targetRef: toApp('ledger'),
      rules: allow('airflow-finance'),
    },
  },
  {
    name: 'fraud-detector',
    spec: {
      targetRef: toApp('fraud-detector'),
      rules: allow('airflow-fraud'),
    },
  },
  {
    name: 'customer-profile-from-fraud',
    spec: {
      targetRef: toApp('customer-profile'),
      rules: allow('airflow-fraud'),
    },
  },
  {
    name: 'orders',
    spec: {
      targetRef: toApp('orders'),
      rules: [
        {
          default: {
            allow: [
              {
                spiffeID: { type: 'Prefix', value: demoIdentity('airflow') },
              },
            ],
          },
        },
      ],
    },
  },
  {
    name: 'events-kafka',
    spec: {
      targetRef: toApp('events-kafka', 'kafka'),
      rules: allow('airflow-customer'),
    },
  },
  {
    name: 'model-gateway',
    spec: {
      targetRef: toApp('model-gateway'),
      rules: [
        {
          default: {
            deny: [
              {
                spiffeID: {
                  type: 'Exact',
                  value: demoIdentity('airflow-customer'),
                },
              },
            ],
            allow: [
              {
                spiffeID: { type: 'Prefix', value: demoIdentity('airflow') },
              },
            ],
          },
        },
      ],
    },
  },
  {
    name: 'vector-store',
    spec: {
      targetRef: toApp('vector-store'),
      rules: allow('airflow-ai', 'model-gateway'),
    },
  },
  {
    name: 'feature-store',
    spec: { targetRef: toApp('feature-store'), rules: allow('airflow-ai') },
  },
  {
    name: 'document-parser',
    spec: { targetRef: toApp('document-parser'), rules: allow('airflow-ai') },
  },
  {
    name: 'prompt-registry-trial',
    labels: { 'kuma.io/effect': 'shadow' },
    spec: { targetRef: toApp('prompt-registry'), rules: allow('airflow-ai') },
  },
  {
    name: 'object-store',
    spec: {
      targetRef: toApp('object-store'),
      rules: allow('airflow-finance', 'airflow-customer', 'airflow-ai'),
    },
  },
];
