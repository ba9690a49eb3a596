import { MeshSeed, ProxySeed, ServiceSeed } from '../kuma/types';

/**
 * The meshes of the demo company. Demo data: no such company, team or service
 * exists. `default` speaks the `rules` dialect with MeshIdentity, `legacy`
 * still has a CA, `from` and TrafficPermission.
 */

type Row = {
  name: string;
  domain: 'finance' | 'customer' | 'ai' | 'platform';
  team: string;
  protocol?: 'http' | 'tcp' | 'grpc';
  port?: number;
  portName?: string;
  /** Proxies behind it; default one. */
  proxies?: Partial<ProxySeed>[];
  /** Opened to its domain's worker pool by one policy for the domain. */
  shared?: boolean;
  /** A second port, on its own inbound. */
  second?: { name: string; port: number; protocol: 'http' | 'tcp' | 'grpc' };
};

const rows: Row[] = [
  { name: 'payments', domain: 'finance', team: 'payments-team', proxies: [{}, {}] },
  {
    name: 'ledger',
    domain: 'finance',
    team: 'payments-team',
    second: { name: 'db', port: 5432, protocol: 'tcp' },
  },
  { name: 'invoices', domain: 'finance', team: 'finance-data', shared: true },
  {
    name: 'billing-db',
    domain: 'finance',
    team: 'payments-team',
    protocol: 'tcp',
    port: 5432,
    portName: 'db',
  },
  { name: 'fx-rates', domain: 'finance', team: 'finance-data', shared: true },
  { name: 'tax-calculator', domain: 'finance', team: 'finance-data', shared: true },
  { name: 'fraud-detector', domain: 'finance', team: 'payments-team', proxies: [{}, {}] },
  {
    name: 'settlement',
    domain: 'finance',
    team: 'payments-team',
    protocol: 'grpc',
    port: 9090,
    portName: 'grpc',
    proxies: [{ certificateExpiredMinutes: 40 }],
  },
  { name: 'card-vault', domain: 'finance', team: 'security' },
  {
    name: 'crm',
    domain: 'customer',
    team: 'customer-data',
    shared: true,
    proxies: [{}, { offlineMinutes: 22 }],
  },
  { name: 'customer-profile', domain: 'customer', team: 'customer-data', shared: true, proxies: [{}, {}] },
  { name: 'consent', domain: 'customer', team: 'security' },
  { name: 'loyalty', domain: 'customer', team: 'customer-data', shared: true },
  {
    name: 'newsletter',
    domain: 'customer',
    team: 'customer-data',
    shared: true,
    proxies: [{ offlineMinutes: 26 * 60 }],
  },
  { name: 'segments', domain: 'customer', team: 'customer-data', shared: true },
  { name: 'support-tickets', domain: 'customer', team: 'customer-data', shared: true },
  {
    name: 'events-kafka',
    domain: 'customer',
    team: 'platform',
    protocol: 'tcp',
    port: 9092,
    portName: 'kafka',
    proxies: [{}, {}, {}],
  },
  { name: 'orders', domain: 'customer', team: 'payments-team', proxies: [{}, {}] },
  { name: 'model-gateway', domain: 'ai', team: 'ai-platform', proxies: [{}, {}] },
  {
    name: 'vector-store',
    domain: 'ai',
    team: 'ai-platform',
    second: { name: 'grpc', port: 6334, protocol: 'grpc' },
  },
  { name: 'embedding-service', domain: 'ai', team: 'ai-platform' },
  {
    name: 'feature-store',
    domain: 'ai',
    team: 'ai-platform',
    protocol: 'grpc',
    port: 6566,
    portName: 'grpc',
  },
  { name: 'prompt-registry', domain: 'ai', team: 'ai-platform', proxies: [{ rejects: true }] },
  { name: 'document-parser', domain: 'ai', team: 'ai-platform' },
  { name: 'object-store', domain: 'platform', team: 'platform', proxies: [{}, {}] },
];

/** Worker pools of the Airflow instance `prod-data`; many DAGs share each. */
const workerPools = [
  { name: 'airflow-finance', domain: 'finance', team: 'finance-data', proxies: 2 },
  { name: 'airflow-customer', domain: 'customer', team: 'customer-data', proxies: 2 },
  { name: 'airflow-ai', domain: 'ai', team: 'ai-platform', proxies: 2 },
  { name: 'airflow-fraud', domain: 'finance', team: 'finance-data', proxies: 1 },
];

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

/** Mesh `default`. */
export const defaultMesh: MeshSeed = {
  name: 'default',
  identity: { name: 'identity', lifetimeSeconds: 24 * 3600 },
  services: [...rows.map(serviceOf), ...workerPools.map(workerService)],
  externalServices: [
    {
      name: 'model-provider',
      labels: { 'data-domain': 'ai', env: 'prod', team: 'ai-platform' },
      port: 443,
      protocol: 'http',
      address: 'models.example.com',
      tls: true,
    },
    {
      name: 'market-data',
      labels: { 'data-domain': 'finance', env: 'prod', team: 'finance-data' },
      port: 443,
      protocol: 'http',
      address: 'market-data.example.com',
      tls: true,
    },
    {
      name: 'warehouse',
      labels: { 'data-domain': 'finance', env: 'prod', team: 'platform' },
      port: 5432,
      protocol: 'tcp',
      address: '192.0.2.10',
    },
  ],
  proxies: [
    ...rows.flatMap((row, index) => proxiesOf(row, index)),
    ...workerPools.flatMap((pool, index) => workerProxies(pool, index)),
  ],
  permissions: [
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
        targetRef: toApp('ledger', 'http'),
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
  ],
  tls: [
    { name: 'newsletter-permissive', labels: { app: 'newsletter' }, mode: 'Permissive' },
  ],
};

const legacyRows = [
  { name: 'ledger', team: 'payments-team', protocol: 'http', port: 20080 },
  { name: 'payments', team: 'payments-team', protocol: 'http', port: 20080 },
  { name: 'mainframe-bridge', team: 'platform', protocol: 'tcp', port: 20090 },
  { name: 'batch-db', team: 'platform', protocol: 'tcp', port: 20090 },
  { name: 'archive', team: 'platform', protocol: 'http', port: 20080 },
  { name: 'reporting', team: 'finance-data', protocol: 'http', port: 20080 },
  { name: 'airflow-batch', team: 'platform', protocol: 'http', port: 20080 },
] as const;

const tag = (service: string) => ({ match: { 'kuma.io/service': service } });

/** Mesh `legacy`. */
export const legacyMesh: MeshSeed = {
  name: 'legacy',
  ca: { backend: 'ca-1' },
  meshServices: 'Disabled',
  services: [],
  externalServices: [
    {
      name: 'sftp-partner',
      labels: { 'data-domain': 'finance', team: 'finance-data' },
      port: 22,
      protocol: 'tcp',
      address: 'sftp.example.com',
    },
  ],
  proxies: legacyRows.map((row, index) => ({
    name: `${row.name}-1`,
    workload: row.name,
    address: `127.2.0.${index + 1}`,
    labels: {
      app: row.name,
      'data-domain': 'finance',
      env: 'prod',
      team: row.team,
    },
    inbounds: [
      {
        name: 'main',
        port: row.port,
        protocol: row.protocol,
        service: row.name,
        tags: { team: row.team },
      },
    ],
  })),
  permissions: [
    {
      name: 'mainframe-from-batch',
      spec: {
        targetRef: { kind: 'MeshService', name: 'mainframe-bridge' },
        from: [
          {
            targetRef: { kind: 'MeshService', name: 'airflow-batch' },
            default: { action: 'Allow' },
          },
        ],
      },
    },
    {
      name: 'batch-db-closed-to-reporting',
      spec: {
        targetRef: { kind: 'MeshService', name: 'batch-db' },
        from: [
          { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
          {
            targetRef: { kind: 'MeshService', name: 'reporting' },
            default: { action: 'Deny' },
          },
        ],
      },
    },
  ],
  trafficPermissions: [
    {
      name: 'ledger-from-batch',
      sources: [tag('airflow-batch')],
      destinations: [tag('ledger')],
    },
    {
      name: 'payments-from-reporting',
      sources: [tag('reporting')],
      destinations: [tag('payments')],
    },
    {
      name: 'reporting-open',
      sources: [tag('*')],
      destinations: [tag('reporting')],
    },
  ],
};

function serviceOf(row: Row): ServiceSeed {
  const protocol = row.protocol ?? 'http';
  const port = row.port ?? 80;
  return {
    name: row.name,
    labels: { 'data-domain': row.domain, env: 'prod', team: row.team },
    selector: { app: row.name },
    ports: [
      {
        name: row.portName ?? 'http',
        port,
        targetPort: 20000,
        protocol,
      },
      ...(row.second
        ? [{ ...row.second, targetPort: 20001 }]
        : []),
    ],
  };
}

function proxiesOf(row: Row, index: number): ProxySeed[] {
  return (row.proxies ?? [{}]).map((special, number) => ({
    name: `${row.name}-${number + 1}`,
    workload: row.name,
    address: `127.1.${index}.${number + 1}`,
    labels: {
      app: row.name,
      'data-domain': row.domain,
      env: 'prod',
      team: row.team,
      ...(row.shared && { 'access-tier': 'shared' }),
    },
    inbounds: [
      {
        name: row.portName ?? 'http',
        port: 20000,
        protocol: row.protocol ?? 'http',
      },
      ...(row.second
        ? [
            {
              name: row.second.name,
              port: 20001,
              protocol: row.second.protocol,
              service: `${row.name}-${row.second.name}`,
            },
          ]
        : []),
    ],
    ...special,
  }));
}

function workerService(pool: (typeof workerPools)[number]): ServiceSeed {
  return {
    name: pool.name,
    ports: [{ name: 'http', port: 8793, targetPort: 8793, protocol: 'http' }],
  };
}

function workerProxies(
  pool: (typeof workerPools)[number],
  index: number,
): ProxySeed[] {
  return Array.from({ length: pool.proxies }, (_, number) => ({
    name: `${pool.name}-worker-${number + 1}`,
    workload: pool.name,
    address: `127.1.${100 + index}.${number + 1}`,
    labels: {
      app: pool.name,
      'data-domain': pool.domain,
      env: 'prod',
      team: pool.team,
    },
    inbounds: [{ name: 'http', port: 8793, protocol: 'http' as const }],
  }));
}
