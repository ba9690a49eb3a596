import {
  Dag,
  KumaResource,
  Mesh,
  Service,
} from '../../plugins/airflow-kuma-common/src';
import { randomOf } from './matrixMesh';

/** Sizes of a made-up company. */
export type GraphSizes = {
  dags: number;
  services: number;
  proxies: number;
  permissions: number;
  edges: number;
};

const CONTROL_PLANE = 'eu';
const MESH = 'default';
const DOMAINS = Array.from({ length: 24 }, (_, index) => `domain-${index}`);
const TEAMS = Array.from(
  { length: 80 },
  (_, index) => `group:default/team-${index}`,
);
const ENVIRONMENTS = ['prod', 'prod', 'prod', 'staging', 'test'];
const INSTANCES = ['batch', 'stream', 'science'];
const SCHEDULES = [
  '@hourly',
  '*/10 * * * *',
  '@daily',
  '0 3 * * *',
  '@weekly',
  '@monthly',
  undefined,
];
const POOLS = 60;
const LABELS = {
  'kuma.io/mesh': MESH,
  'kuma.io/zone': 'zone-1',
  'kuma.io/origin': 'zone',
  'kuma.io/env': 'universal',
};
const DATED = {
  creationTime: '2026-08-01T00:00:00Z',
  modificationTime: '2026-08-01T00:00:00Z',
};

/** Rules that fit the DAGs: two of five on shared pools, the others on their own. */
export const IDENTITY_RULES = [
  {
    match: { tag: 'pooled' },
    controlPlane: CONTROL_PLANE,
    mesh: MESH,
    spiffeId: `${spiffe('pool-')}{{ queue }}`,
  },
  {
    controlPlane: CONTROL_PLANE,
    mesh: MESH,
    spiffeId: `${spiffe('airflow-')}{{ dagId }}`,
  },
];

/** DAGs, services, proxies and permissions of many classes. */
export function graphData(sizes: GraphSizes, seed = 1) {
  const random = randomOf(seed);
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(items: T[]) => items[below(items.length)];
  const services = times(sizes.services, index => service(index, pick));
  const dags = times(sizes.dags, index => dag(index, sizes, pick, below));
  const workloads = [
    ...services.map(({ name }) => name),
    ...times(POOLS * 2, index => `pool-q${index % POOLS}`),
  ];
  return {
    mesh: mesh(sizes),
    resources: [
      ...services.map(meshService),
      meshIdentity(),
      ...times(sizes.permissions, index =>
        permission(index, sizes, services, dags, pick, below),
      ),
      ...times(sizes.proxies, index =>
        dataplane(workloads[index % workloads.length], index, services),
      ),
    ],
    services,
    dags,
  };
}

function service(index: number, pick: <T>(items: T[]) => T): Service {
  const name = `service-${index}`;
  return {
    controlPlane: CONTROL_PLANE,
    mesh: MESH,
    kind: 'MeshService',
    name,
    displayName: name,
    zone: 'zone-1',
    labels: { ...LABELS, domain: pick(DOMAINS) },
    hostnames: [`${name}.svc.mesh.local`],
    addresses: [`241.0.${index >> 8}.${index & 255}`],
    ports: [
      { name: 'http', port: 80, targetPort: 20000, protocol: 'http' },
      ...(index % 7 === 0
        ? [{ name: 'admin', port: 81, targetPort: 20001, protocol: 'tcp' }]
        : []),
    ],
    identities: [spiffe(name)],
    dataplanes: [`${name}-${index}`],
    proxies: { total: 1, online: index % 50 === 0 ? 0 : 1 },
    owner: pick(TEAMS),
    dataDomain: index % 20 === 0 ? undefined : pick(DOMAINS),
    environment: pick(ENVIRONMENTS),
  };
}

function dag(
  index: number,
  sizes: GraphSizes,
  pick: <T>(items: T[]) => T,
  below: (count: number) => number,
): Dag {
  const instance = pick(INSTANCES);
  const pooled = index % 5 < 2;
  const perDag = sizes.edges / sizes.dags;
  const calls = new Set(
    times(Math.max(1, Math.round(perDag + below(5) - 2)), () =>
      index % 97 === 0 ? 'nowhere' : `service-${below(sizes.services)}`,
    ),
  );
  return {
    instance,
    dagId: `dag-${index}`,
    displayName: `dag-${index}`,
    description: `Generated DAG ${index}`,
    owners: ['airflow'],
    tags: pooled ? ['pooled'] : [],
    schedule: { summary: pick(SCHEDULES), assets: [] },
    isPaused: index % 40 === 0,
    isStale: false,
    hasImportErrors: index % 300 === 0,
    uiUrl: `https://airflow.example.com/dags/dag-${index}`,
    tasks: times(3, task => ({
      taskId: `task-${task}`,
      displayName: `task-${task}`,
      operator: 'PythonOperator',
      isMapped: false,
      queue: `q${index % POOLS}`,
      pool: 'default_pool',
      downstream: [],
    })),
    declared: [...calls].map(name => ({
      service: name,
      mesh: MESH,
      ...(index % 3 === 0 && { port: 80 }),
      evidence: [{ via: 'tag' as const, text: `calls:${name}` }],
    })),
    upstream:
      index > 10 && index % 6 === 0
        ? [
            {
              dagId: `dag-${index - 6}`,
              via: 'asset' as const,
              detail: 's3://x',
            },
          ]
        : [],
    owner: pick(TEAMS),
    dataDomain: index % 25 === 0 ? undefined : pick(DOMAINS),
    environment: pick(ENVIRONMENTS),
  };
}

function meshService({ name, ports }: Service): KumaResource {
  return {
    type: 'MeshService',
    mesh: MESH,
    name,
    labels: LABELS,
    kri: `kri_msvc_${MESH}_zone-1__${name}_`,
    spec: {
      selector: { dataplaneLabels: { matchLabels: { app: name } } },
      ports: ports.map(port => ({
        name: port.name,
        port: port.port,
        targetPort: port.targetPort,
        appProtocol: port.protocol,
      })),
    },
  };
}

function dataplane(
  workload: string,
  index: number,
  services: Service[],
): KumaResource {
  const behind = services.find(({ name }) => name === workload);
  const name = `${workload}-${index}`;
  return {
    type: 'Dataplane',
    mesh: MESH,
    name,
    kri: `kri_dp_${MESH}_zone-1__${name}_`,
    labels: {
      ...LABELS,
      app: workload,
      'kuma.io/workload': workload,
      ...(behind && { domain: behind.labels.domain }),
    },
    networking: {
      address: '10.0.0.1',
      inbound: (behind?.ports ?? []).map(port => ({
        name: port.name,
        port: port.targetPort,
        protocol: port.protocol,
        tags: { 'kuma.io/service': workload },
      })),
    },
  };
}

function meshIdentity(): KumaResource {
  return {
    type: 'MeshIdentity',
    mesh: MESH,
    name: 'identity',
    labels: LABELS,
    ...DATED,
    kri: `kri_mid_${MESH}_zone-1__identity_`,
    spec: {
      selector: { dataplane: { matchLabels: {} } },
      spiffeID: {
        trustDomain: '{{ .Mesh }}.{{ .Zone }}.mesh.local',
        path: '/workload/{{ .Workload }}',
      },
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** Exact, prefix, deny, by domain and mesh-wide, in turn. */
function permission(
  index: number,
  sizes: GraphSizes,
  services: Service[],
  dags: Dag[],
  pick: <T>(items: T[]) => T,
  below: (count: number) => number,
): KumaResource {
  const name = `permission-${index}`;
  const kind = index % 10;
  const { dagId } = dags[below(sizes.dags)];
  const match =
    kind < 3
      ? { type: 'Prefix', value: spiffe(`pool-q${below(POOLS)}`) }
      : { type: 'Exact', value: spiffe(`airflow-${dagId}`) };
  // Random choices are made only where they are used: a seed repeats them.
  const labelsOf = () =>
    kind === 8 ? { domain: pick(DOMAINS) } : { app: pick(services).name };
  const labels = kind === 9 ? undefined : labelsOf();
  return {
    type: 'MeshTrafficPermission',
    mesh: MESH,
    name,
    labels: LABELS,
    ...DATED,
    kri: `kri_mtp_${MESH}_zone-1__${name}_`,
    spec: {
      targetRef: labels ? { kind: 'Dataplane', labels } : { kind: 'Mesh' },
      rules: [
        {
          default: {
            [kind === 7 ? 'deny' : 'allow']: [{ spiffeID: match }],
          },
        },
      ],
    },
  };
}

function mesh(sizes: GraphSizes): Mesh {
  return {
    controlPlane: CONTROL_PLANE,
    mesh: MESH,
    mtls: 'identity',
    zones: ['zone-1'],
    version: '2.14.3',
    writable: true,
    proxies: { total: sizes.proxies, online: sizes.proxies },
    services: sizes.services,
    permissions: sizes.permissions,
  };
}

function spiffe(workload: string): string {
  return `spiffe://${MESH}.zone-1.mesh.local/workload/${workload}`;
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
