import {
  MeshSeed,
  PermissionSeed,
  ProxySeed,
  ServiceSeed,
} from '../../kuma/types';

const identity = (workload: string) =>
  `spiffe://moving.zone-1.mesh.local/workload/${workload}`;

/** What the mesh's MeshIdentity selects. */
const MOVED = { identity: 'mesh' };

const teams: Record<string, string> = {
  statements: 'payments-team',
  balances: 'payments-team',
  limits: 'payments-team',
  fees: 'finance-data',
  rates: 'finance-data',
  vault: 'security',
  scans: 'platform',
};

/** Destinations that still have certificates of the CA only. */
const WITHOUT_IDENTITY = ['balances', 'scans'];

/** Destinations that a policy means by their section. */
const SECTIONED = ['rates', 'vault'];

const proxies: ProxySeed[] = Object.entries(teams).map(
  ([name, team], index) => ({
    name: `${name}-1`,
    workload: name,
    address: `127.3.0.${index + 1}`,
    labels: {
      app: name,
      'data-domain': 'finance',
      env: 'prod',
      team,
      ...(WITHOUT_IDENTITY.includes(name) ? {} : MOVED),
    },
    inbounds: [
      {
        name: SECTIONED.includes(name) ? 'main' : 'http',
        port: 20080,
        protocol: 'http',
      },
    ],
  }),
);

/** Worker pools whose traffic is led through their proxies. */
const pools: ProxySeed[] = [
  { name: 'airflow-moving', team: 'finance-data', settings: {} },
  {
    name: 'airflow-operations',
    team: 'platform',
    settings: {
      reachableBackends: {
        refs: [
          // By name: 3.0 takes labels only.
          { kind: 'MeshService', name: 'statements' },
          { kind: 'MeshService', labels: { 'data-domain': 'finance' } },
        ],
      },
    },
  },
].map(({ name, team, settings }, index) => ({
  name: `${name}-1`,
  workload: name,
  address: `127.3.1.${index + 1}`,
  labels: { app: name, 'data-domain': 'finance', env: 'prod', team, ...MOVED },
  inbounds: [{ name: 'http', port: 8793, protocol: 'http' }],
  transparentProxying: settings,
}));

const services: ServiceSeed[] = Object.entries(teams).map(([name, team]) => ({
  name,
  labels: {
    // The pool of operations reaches all but this one by labels.
    ...(name !== 'statements' && { 'data-domain': 'finance' }),
    app: name,
    env: 'prod',
    team,
  },
  // One still selects its proxies by their tags.
  ...(name === 'fees'
    ? { selectorTags: { 'kuma.io/service': name } }
    : { selector: { app: name } }),
  ports: [{ name: 'http', port: 80, targetPort: 20080, protocol: 'http' }],
}));

const exact = (workload: string) => ({
  spiffeID: { type: 'Exact', value: identity(workload) },
});

const allow = (app: string, ...matches: object[]): PermissionSeed => ({
  name: `${app}-open`,
  spec: {
    targetRef: { kind: 'Dataplane', labels: { app } },
    rules: [{ default: { allow: matches } }],
  },
});

const permissions: PermissionSeed[] = [
  allow('statements', exact('airflow-moving'), exact('airflow-operations')),
  allow('fees', exact('airflow-operations')),
  // 3.0 refuses a policy with an empty match.
  allow('limits', exact('airflow-operations'), {}),
  // 3.0 drops the name, and what is left selects the section of every proxy.
  {
    name: 'rates-by-name',
    spec: {
      targetRef: { kind: 'Dataplane', name: 'rates-1', sectionName: 'main' },
      rules: [{ default: { allow: [exact('airflow-operations')] } }],
    },
  },
  {
    name: 'balances-from',
    spec: {
      targetRef: { kind: 'MeshService', name: 'balances' },
      from: [{ targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } }],
    },
  },
];

/**
 * Mesh `moving` of the demo company: half way to Kuma 3.0, with one of each
 * thing that stands in the way. Demo data.
 */
export const movingMesh: MeshSeed = {
  name: 'moving',
  ca: { backend: 'ca-1' },
  identity: { name: 'identity', lifetimeSeconds: 24 * 3600, selects: MOVED },
  services,
  externalServices: [
    {
      name: 'holidays',
      labels: { 'data-domain': 'finance', env: 'prod', team: 'finance-data' },
      port: 443,
      protocol: 'http',
      address: 'holidays.example.com',
      tls: true,
    },
  ],
  proxies: [...proxies, ...pools],
  permissions,
};
