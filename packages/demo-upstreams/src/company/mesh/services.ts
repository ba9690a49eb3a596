import { ProxySeed, ServiceSeed } from '../../kuma/types';

/** A service of mesh `default`, in short. */
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

/** Demo data: no such team or service exists. */
const rows: Row[] = [
  {
    name: 'payments',
    domain: 'finance',
    team: 'payments-team',
    proxies: [{}, {}],
  },
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
  {
    name: 'tax-calculator',
    domain: 'finance',
    team: 'finance-data',
    shared: true,
  },
  {
    name: 'fraud-detector',
    domain: 'finance',
    team: 'payments-team',
    proxies: [{}, {}],
  },
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
  {
    name: 'customer-profile',
    domain: 'customer',
    team: 'customer-data',
    shared: true,
    proxies: [{}, {}],
  },
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
  {
    name: 'support-tickets',
    domain: 'customer',
    team: 'customer-data',
    shared: true,
  },
  {
    name: 'events-kafka',
    domain: 'customer',
    team: 'platform',
    protocol: 'tcp',
    port: 9092,
    portName: 'kafka',
    proxies: [{}, {}, {}],
  },
  {
    name: 'orders',
    domain: 'customer',
    team: 'payments-team',
    proxies: [{}, {}],
  },
  {
    name: 'model-gateway',
    domain: 'ai',
    team: 'ai-platform',
    proxies: [{}, {}],
  },
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
  {
    name: 'prompt-registry',
    domain: 'ai',
    team: 'ai-platform',
    proxies: [{ rejects: true }],
  },
  { name: 'document-parser', domain: 'ai', team: 'ai-platform' },
  {
    name: 'object-store',
    domain: 'platform',
    team: 'platform',
    proxies: [{}, {}],
  },
];

export const defaultServices: ServiceSeed[] = rows.map(serviceOf);

export const defaultProxies: ProxySeed[] = rows.flatMap(proxiesOf);

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
      ...(row.second ? [{ ...row.second, targetPort: 20001 }] : []),
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
