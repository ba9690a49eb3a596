import { MeshSeed } from '../../kuma/types';

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

/**
 * Mesh `legacy` of the demo company: a CA, services by tag, `from` and
 * TrafficPermission. Demo data.
 */
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
    // Refuses two under a broader allow, which lets both in (as measured on a
    // real Envoy): what is written is not what is enforced.
    {
      name: 'reporting-closed-to-batches',
      spec: {
        targetRef: { kind: 'MeshService', name: 'reporting' },
        from: [
          { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
          {
            targetRef: { kind: 'MeshService', name: 'airflow-batch' },
            default: { action: 'Deny' },
          },
          {
            targetRef: { kind: 'MeshService', name: 'mainframe-bridge' },
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
