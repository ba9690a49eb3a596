import {
  CallEnds,
  ReadinessAnswer,
  ReadinessCall,
  ReadinessMesh,
  ReadinessPullRequests,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

export const readinessMeshes: ReadinessMesh[] = [
  { controlPlane: 'eu', mesh: 'new', version: '3.0.0', is30: true },
  { controlPlane: 'eu', mesh: 'default', version: '2.14.3', is30: false },
];

const ends = (outcome: CallEnds['outcome'], reason: string): CallEnds => ({
  outcome,
  decides: 'destination',
  reason,
  destination: {
    outcome,
    code: 'allowed-by-rule',
    dialect: 'rules',
    reason,
  },
});

/** A call of the DAG `orders` that stops. */
export const stoppingCall: ReadinessCall = {
  id: 'orders payments',
  dag: 'component:default/prod.orders',
  dagName: 'Orders',
  tasks: ['charge'],
  service: 'resource:default/eu.default.payments',
  serviceName: 'payments',
  serviceOwner: 'group:default/payments',
  port: 80,
  declared: true,
  granted: false,
  observed: 'seen',
  state: 'stops',
  before: ends('allow', 'to-payments allows this caller.'),
  after: ends('deny', 'orders-1 has no reachableBackends.'),
  causes: [
    {
      kind: 'reachable-backends',
      end: 'caller',
      resources: [{ kind: 'Dataplane', name: 'orders-1' }],
    },
  ],
};

/** A call seen from a shared identity that opens. */
export const openingCall: ReadinessCall = {
  ...stoppingCall,
  id: 'identity ledger',
  dag: undefined,
  dagName: undefined,
  caller: {
    uriSans: ['spiffe://default/workload/pool'],
    couldBe: ['component:default/prod.orders'],
    total: 3,
  },
  tasks: [],
  service: 'resource:default/eu.default.ledger',
  serviceName: 'ledger',
  port: undefined,
  state: 'opens',
  before: ends('deny', 'No rule lets this caller in.'),
  after: ends('allow', 'by-name allows this caller.'),
  causes: [
    {
      kind: 'target-by-name',
      end: 'destination',
      resources: [{ kind: 'MeshTrafficPermission', name: 'by-name' }],
    },
  ],
};

const counts = { stops: 1, 'cannot-be-told': 0, opens: 1, stays: 2 };

export const readinessAnswer: ReadinessAnswer = {
  ...readinessMeshes[1],
  at: '2026-11-28T12:00:00Z',
  counts,
  left: 2,
  total: 4,
  days: [{ day: '2026-11-20', left: 3, total: 4 }],
  owners: [
    {
      owner: 'group:default/orders',
      counts,
      left: 2,
      total: 4,
      earlier: { day: '2026-11-20', left: 3, total: 4 },
      calls: [stoppingCall, openingCall],
      mends: [],
      workloads: [
        {
          name: 'orders',
          dataplane: 'orders-1',
          proxies: 2,
          place: 'dataplane',
          kept: [],
          added: [
            {
              kind: 'MeshService',
              labels: { 'kuma.io/display-name': 'payments' },
            },
          ],
          without: [{ kind: 'MeshService', name: 'nameless' }],
          yaml: 'networking:\n  transparentProxying: {}\n',
        },
      ],
    },
    {
      owner: 'group:default/payments',
      counts: { stops: 0, 'cannot-be-told': 0, opens: 0, stays: 0 },
      left: 0,
      total: 0,
      calls: [],
      mends: [
        {
          kind: 'target-by-name',
          resources: [{ kind: 'MeshTrafficPermission', name: 'by-name' }],
          services: ['resource:default/eu.default.ledger'],
          calls: 1,
        },
      ],
      workloads: [],
    },
  ],
  findings: [
    {
      kind: 'target-by-name',
      resources: [{ kind: 'MeshTrafficPermission', name: 'by-name' }],
      total: 3,
    },
  ],
  portal: [
    {
      endpoint: 'GET /service-insights',
      use: 'A check.',
      instead: 'Nothing.',
      state: 'dropped',
      source: 'kumahq/kuma pull 18376',
    },
  ],
  limits: ['Kuma eu has not answered since 2026-11-28 11:00 UTC.'],
};

export const readinessPullRequests: ReadinessPullRequests = {
  owner: 'group:default/orders',
  mayOpen: true,
  repositories: [
    {
      repository: 'https://git.example.com/acme/workers.git',
      workloads: ['orders'],
      state: 'none',
    },
  ],
  byHand: [
    { workload: 'reports', reason: 'The portal does not know where it lies.' },
  ],
};
