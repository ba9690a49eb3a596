import { MeshSeed } from '../kuma/types';

const spiffe = (workload: string) =>
  `spiffe://default.zone-1.mesh.local/workload/${workload}`;

const names = [
  'airflow-billing',
  'airflow-orders',
  'ledger',
  'model-gateway',
  'orders',
  'payments',
  'vector-store',
];

/** The mesh that the recordings were taken of, as far as they are replayed. */
export const labMesh: MeshSeed = {
  name: 'default',
  identity: { name: 'identity', lifetimeSeconds: 3600 },
  services: names.map(name => ({
    name,
    // The control plane made those of the Airflow workers by itself.
    ...(!name.startsWith('airflow-') && {
      labels: { 'data-domain': 'finance', env: 'prod', team: `team-${name}` },
      selector: { app: name },
    }),
    ports: [{ name: 'http', port: 80, targetPort: 20000, protocol: 'http' }],
  })),
  externalServices: [
    {
      name: 'openai',
      labels: { 'data-domain': 'ml' },
      port: 443,
      protocol: 'http',
      address: 'api.example.com',
      tls: true,
    },
  ],
  proxies: names.map((name, index) => ({
    name,
    workload: name,
    labels: { app: name, 'data-domain': 'finance' },
    address: `127.0.1.${index + 1}`,
    inbounds: [{ name: 'http', port: 20000, protocol: 'http' }],
    rejects: name === 'ledger',
  })),
  permissions: [
    {
      name: 'finance-domain',
      labels: { 'data-domain': 'finance' },
      spec: {
        targetRef: { kind: 'Dataplane', labels: { 'data-domain': 'finance' } },
        rules: [
          {
            default: {
              allow: [
                {
                  spiffeID: { type: 'Exact', value: spiffe('airflow-billing') },
                },
              ],
            },
          },
        ],
      },
    },
    {
      name: 'orders-from-airflow',
      spec: {
        targetRef: { kind: 'Dataplane', labels: { app: 'orders' } },
        rules: [
          {
            default: {
              allow: [
                {
                  spiffeID: { type: 'Exact', value: spiffe('airflow-orders') },
                },
              ],
            },
          },
        ],
      },
    },
    ...['from-dialect', 'model-gateway', 'vector-store'].map(name => ({
      name,
      spec: {
        targetRef: { kind: 'Dataplane', labels: { app: name } },
        rules: [
          {
            default: {
              allow: [{ spiffeID: { type: 'Exact', value: spiffe(name) } }],
            },
          },
        ],
      },
    })),
  ],
};
