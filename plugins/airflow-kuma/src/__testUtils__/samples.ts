import {
  AccessPreview,
  AccessRequest,
  Dag,
  DagDetails,
  DagRow,
  Edge,
  Explanation,
  Mesh,
  Page,
  Service,
  ServiceDetails,
  ServiceRow,
  SourceStatus,
  Verdict,
  dagEntityRef,
  serviceEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Ref of the sample DAG. */
export const DAG_REF = dagEntityRef('prod', 'orders_etl');
/** Ref of the sample service. */
export const SERVICE_REF = serviceEntityRef({
  controlPlane: 'eu',
  mesh: 'default',
  kind: 'MeshService',
  name: 'payments',
});

/** A source that was read a moment ago. */
export const airflowSource: SourceStatus = {
  kind: 'airflow',
  name: 'prod',
  title: 'Airflow prod',
  state: 'ok',
  version: '3.3.2',
  uiUrl: 'https://airflow.example.com',
  lastSuccess: '2026-11-23T00:00:00Z',
  skipped: [],
  parts: [
    {
      name: 'DAGs',
      state: 'read',
      lastRead: '2026-11-23T00:00:00Z',
      counts: {
        read: 12,
        shown: 10,
        merged: 0,
        leftOut: [{ reason: 'left out by filter.tags', count: 2 }],
      },
    },
    {
      name: 'import errors',
      state: 'not-told',
      reason: 'GET /api/v2/importErrors answered 403',
      since: '2026-11-22T23:00:00Z',
      lastRead: '2026-11-22T22:59:30Z',
      advice: 'Give our account the permission “can read on ImportError”.',
    },
  ],
};

/** A control plane that cannot be read now. */
export const staleSource: SourceStatus = {
  kind: 'kuma',
  name: 'eu',
  title: 'Kuma eu',
  state: 'stale',
  version: '2.14.3',
  lastSuccess: '2026-11-22T20:00:00Z',
  error: 'GET /meshes answered 503. Check that the control plane runs.',
  skipped: [{ item: 'MeshService/x', reason: 'spec.ports is missing' }],
  parts: [],
  heldBack: {
    what: 'services',
    from: 40,
    to: 3,
    since: '2026-11-22T20:10:00Z',
  },
};

/** A DAG with all there is to see. */
export const dag: Dag = {
  instance: 'prod',
  dagId: 'orders_etl',
  displayName: 'Orders ETL',
  description: 'Loads orders',
  owners: ['data'],
  tags: ['orders'],
  schedule: { summary: '@hourly', description: 'Every hour', assets: [] },
  nextRun: '2026-11-23T01:00:00Z',
  isPaused: true,
  isStale: false,
  hasImportErrors: true,
  importError: 'ModuleNotFoundError: <b>pandas</b>',
  uiUrl: 'https://airflow.example.com/dags/orders_etl',
  tasks: [
    {
      taskId: 'charge',
      displayName: 'charge',
      operator: 'HttpOperator',
      isMapped: true,
      queue: 'data',
      downstream: ['report'],
    },
  ],
  declared: [],
  upstream: [],
  owner: 'group:default/orders',
  dataDomain: 'Orders',
  environment: 'production',
};

/** What the mesh says of the sample edge. */
export const denied: Verdict = {
  enforced: 'deny',
  intended: 'deny',
  dialect: 'rules',
  basis: 'measured',
  selectedBy: [],
  code: 'denied-by-default',
  reason: 'No rule allows this caller.',
};

/** Declared, denied. */
export const edge: Edge = {
  dag: DAG_REF,
  service: SERVICE_REF,
  state: 'needs-permission',
  reason: 'Declared, and the mesh denies it.',
  declared: [{ via: 'tag', text: 'calls:payments' }],
  permitted: {
    outcome: 'deny',
    reason: 'No rule allows this caller.',
    ports: [{ port: 8080, portName: 'http', verdict: denied, agree: true }],
    asIntended: true,
  },
  observed: {
    outcome: 'not-known',
    reason: 'No telemetry is configured.',
    evidence: [],
    sharedBy: 2,
  },
  grants: [],
};

/** Sample service. */
export const service: Service = {
  controlPlane: 'eu',
  mesh: 'default',
  kind: 'MeshService',
  name: 'payments',
  displayName: 'payments',
  zone: 'east',
  labels: {},
  hostnames: ['payments.mesh'],
  addresses: ['240.0.0.1'],
  ports: [{ name: 'http', port: 8080, protocol: 'http' }],
  identities: ['spiffe://default/payments'],
  dataplanes: ['payments-1'],
  proxies: { total: 2, online: 1 },
  owner: 'group:default/payments',
  dataDomain: 'Payments',
  guiUrl: 'https://kuma.example.com/gui',
};

/** Sample mesh. */
export const mesh: Mesh = {
  controlPlane: 'eu',
  mesh: 'default',
  mtls: 'identity',
  mtlsMode: 'strict',
  zones: ['east'],
  writable: true,
  proxies: { total: 2, online: 1 },
  services: 1,
  permissions: 1,
};

const freshness: DagDetails['dataAge'] = [
  {
    kind: 'airflow',
    name: 'prod',
    state: 'ok',
    lastSuccess: '2026-11-23T00:00:00Z',
  },
  {
    kind: 'kuma',
    name: 'eu',
    state: 'stale',
    lastSuccess: '2026-11-22T20:00:00Z',
  },
];

/** `GET /dag` */
export const dagDetails: DagDetails = {
  ref: DAG_REF,
  dag,
  source: airflowSource,
  identities: [
    {
      state: 'live',
      reason: 'Rule 1 fits its queue.',
      controlPlane: 'eu',
      mesh: 'default',
      uriSans: ['spiffe://default/worker'],
      proxies: ['worker-1'],
      sharedWith: [],
      sharedBy: 3,
    },
  ],
  edges: [
    {
      ...edge,
      serviceSummary: {
        controlPlane: 'eu',
        mesh: 'default',
        kind: 'MeshService',
        displayName: 'payments',
        ports: service.ports,
        owner: service.owner,
      },
    },
  ],
  runs: [
    {
      instance: 'prod',
      dagId: 'orders_etl',
      runId: 'manual__1',
      state: 'failed',
      runType: 'manual',
      triggeredBy: 'rest_api',
      user: 'dana',
      start: '2026-11-23T00:00:00Z',
      duration: 65,
      uiUrl: 'https://airflow.example.com/dags/orders_etl/runs/manual__1',
      failures: [
        { taskId: 'charge', class: 'forbidden', service: SERVICE_REF },
        { taskId: 'report', class: 'tls' },
      ],
    },
  ],
  upstream: [],
  downstream: [
    {
      dagId: 'report',
      displayName: 'Daily report',
      via: 'asset',
      detail: 's3://orders',
    },
  ],
  dataAge: freshness,
};

/** `GET /service` */
export const serviceDetails: ServiceDetails = {
  ref: SERVICE_REF,
  service,
  mesh,
  source: staleSource,
  enforcement: {
    state: 'enforced',
    withoutPermission: 'It is refused.',
    withPermission: 'It passes.',
  },
  proxies: [
    {
      controlPlane: 'eu',
      mesh: 'default',
      name: 'payments-1',
      zone: 'east',
      address: '10.0.0.1',
      labels: {},
      status: 'offline',
      since: '2026-11-22T19:00:00Z',
      uriSans: ['spiffe://default/payments'],
      sync: {
        lastUpdate: '2026-11-22T19:00:00Z',
        sent: 10,
        acknowledged: 9,
        rejected: 1,
        rejectedGrewAt: '2026-11-22T18:59:00Z',
      },
      certificate: { expires: '2026-11-20T00:00:00Z', issuer: 'identity-1' },
      versions: { kumaDp: '2.14.3', envoy: '1.36.0' },
    },
  ],
  permissions: [
    {
      controlPlane: 'eu',
      mesh: 'default',
      kind: 'MeshTrafficPermission',
      name: 'allow-report',
      yaml: 'type: MeshTrafficPermission\nname: allow-report\n',
      grants: ['g1'],
      shadow: false,
      modified: '2026-11-22T10:00:00Z',
    },
  ],
  edges: [
    { ...edge, dags: [{ ref: DAG_REF, name: 'Orders ETL', instance: 'prod' }] },
  ],
  mayCall: {
    total: 7,
    dags: [{ ref: dagEntityRef('prod', 'report'), name: 'Report' }],
    identities: {
      total: 2,
      listed: [
        {
          uriSans: ['spiffe://default/workload/airflow'],
          proxies: 3,
          ports: [80],
          runsAs: [{ ref: DAG_REF, name: 'Orders ETL' }],
          runsAsTotal: 14,
        },
        {
          uriSans: ['spiffe://default/workload/checkout'],
          proxies: 1,
          ports: [80],
          runsAs: [],
          runsAsTotal: 0,
        },
      ],
    },
    named: {
      total: 2,
      listed: [
        { kind: 'prefix', value: 'spiffe://default/workload/air', live: 1 },
        { kind: 'exact', value: 'spiffe://default/workload/gone', live: 0 },
      ],
    },
    everybody: false,
    withoutCertificate: false,
  },
  dataAge: freshness,
};

/** `GET /dags` */
export const dagPage: Page<DagRow> = {
  total: 61,
  items: [
    {
      ref: DAG_REF,
      instance: 'prod',
      dagId: 'orders_etl',
      displayName: 'Orders ETL',
      description: 'Loads orders',
      owner: dag.owner,
      tags: dag.tags,
      dataDomain: 'Orders',
      environment: 'production',
      isPaused: true,
      isStale: false,
      hasImportErrors: false,
      nextRun: dag.nextRun,
      uiUrl: dag.uiUrl,
      schedule: '@hourly',
      lastRun: {
        state: 'failed',
        start: '2026-11-23T00:00:00Z',
        runId: 'manual__1',
      },
      edges: { 'needs-permission': 1, aligned: 2 },
      worst: 'needs-permission',
    },
  ],
};

/** `GET /services` */
export const servicePage: Page<ServiceRow> = {
  total: 1,
  items: [
    {
      ref: SERVICE_REF,
      controlPlane: 'eu',
      mesh: 'default',
      kind: 'MeshService',
      name: 'payments',
      displayName: 'payments',
      zone: 'east',
      owner: service.owner,
      proxies: service.proxies,
      ports: service.ports,
      hostnames: service.hostnames,
      certificateExpires: '2026-11-20T00:00:00Z',
      certificateExpired: true,
      edges: { blocked: 1 },
      worst: 'blocked',
    },
  ],
};

/** `GET /explain` where what is written is not what happens. */
export const explanation: Explanation = {
  source: { ref: DAG_REF, name: 'Orders ETL' },
  destination: { ref: SERVICE_REF, name: 'payments', port: 8080 },
  sentence: 'Orders ETL may not call payments on port 8080.',
  outcome: 'deny',
  verdict: { ...denied, intended: 'allow' },
  agree: false,
  chain: [
    {
      id: 'source-proxy',
      title: "The caller's proxy",
      status: 'ok',
      fact: 'worker-1 is connected.',
    },
    {
      id: 'deciding-rule',
      title: 'The rule that decides',
      status: 'problem',
      fact: 'No rule allows this caller.',
      details: [{ label: 'Caller', value: 'spiffe://default/worker' }],
    },
  ],
  selectedBy: [
    {
      kind: 'MeshTrafficPermission',
      name: 'allow-report',
      dialect: 'rules',
      shadow: false,
      yaml: 'name: allow-report',
    },
  ],
  requests: [],
  remedies: [
    {
      kind: 'request',
      text: 'Ask the owner of payments for access.',
      source: DAG_REF,
      destination: SERVICE_REF,
      port: 8080,
    },
    { kind: 'outside', text: 'Or change allow-report in Git.' },
  ],
  certificates: [
    {
      proxy: 'worker-1',
      side: 'source',
      state: 'expired',
      events: [
        {
          at: '2026-11-20T00:00:00Z',
          what: 'expired',
          expires: '2026-11-20T00:00:00Z',
        },
      ],
      cause: 'The proxy was disconnected before it expired.',
    },
  ],
  shared: { refs: [], total: 3 },
  dataAge: freshness,
};

/** A request that waits for its second approval. */
export const request: AccessRequest = {
  id: 'r1',
  state: 'pending',
  source: { kind: 'dag', ref: DAG_REF },
  destination: { kind: 'service', ref: SERVICE_REF, port: 8080 },
  sourceName: 'Orders ETL',
  destinationName: 'payments:8080',
  controlPlane: 'eu',
  mesh: 'default',
  reason: 'Refunds, see SHOP-12',
  requester: 'user:default/dana',
  onBehalfOf: [],
  requestedAt: '2026-11-23T00:00:00Z',
  duration: 'P7D',
  approvals: [
    {
      title: 'owner of payments',
      approvers: ['group:default/payments'],
      needed: 2,
      approvedBy: ['user:default/omar'],
    },
  ],
  decisions: [],
  breakGlass: false,
  availableTransitions: ['approve', 'deny'],
};

/** What granting it would do; three more DAGs gain. */
export const preview: AccessPreview = {
  problems: [],
  warnings: ['The DAG is paused.'],
  obstacles: [],
  sourceOwners: [{ ref: 'group:default/orders', asks: true }],
  current: denied,
  policies: [
    {
      name: 'airflow-kuma-r1',
      driver: 'kuma-api',
      yaml: 'type: MeshTrafficPermission\n',
      diff: '+type: MeshTrafficPermission\n+name: airflow-kuma-r1',
    },
  ],
  enforced: true,
  alsoGains: [
    {
      refs: [],
      identities: ['spiffe://default/worker'],
      total: 3,
      because: 'They share the identity.',
    },
  ],
  loses: [],
  impactHash: 'hash-1',
  opensDenied: [DAG_REF],
  stillDenies: [],
  approvals: [],
  usualDecisionSeconds: 3600,
};
