import {
  KumaResource,
  MeshSnapshot,
} from '../../plugins/airflow-kuma-common/src/evaluator';

/** Sizes of a made-up mesh. */
export type MeshSizes = {
  identities: number;
  inbounds: number;
  policies: number;
  /** Distinct lists of what proxies let out to; nothing is narrowed without. */
  waysOut?: number;
};

const DOMAIN = 'bench.zone-1.mesh.local';
const LABELS = {
  'kuma.io/mesh': 'bench',
  'kuma.io/origin': 'zone',
  'kuma.io/zone': 'zone-1',
};
/** Selectors cover from 1 to 500 inbounds: one proxy, or a group of this size. */
const GROUP_SIZES = [1, 5, 20, 100, 250, 500];

/**
 * A mesh of the shape that the figures are about: each identity has a proxy, and
 * the first proxies have an inbound. 30 % of the policies have prefixes, 10 % denies,
 * 10 % are mesh-wide; the others select 1 to 500 inbounds.
 */
export function benchMesh(sizes: MeshSizes, seed = 1): MeshSnapshot {
  const random = randomOf(seed);
  return {
    version: '2.14.3',
    cliques: true,
    mesh: { type: 'Mesh', name: 'bench', meshServices: { mode: 'Exclusive' } },
    dataplanes: times(Math.max(sizes.identities, sizes.inbounds), index =>
      dataplane(index, sizes),
    ),
    meshIdentities: [meshIdentity()],
    meshTLSes: [],
    meshServices: sizes.waysOut
      ? times(sizes.inbounds, index => meshService(index))
      : [],
    meshMultiZoneServices: [],
    meshExternalServices: [],
    trafficPermissions: [],
    meshTrafficPermissions: times(sizes.policies, index =>
      policy(index, sizes, random),
    ),
  };
}

function dataplane(index: number, sizes: MeshSizes): KumaResource {
  const name = `proxy-${index}`;
  const groups = GROUP_SIZES.slice(1).map(size => [
    `group-${size}`,
    String(groupOf(index, size, sizes)),
  ]);
  return {
    type: 'Dataplane',
    mesh: 'bench',
    name,
    kri: `kri_dp_bench_zone-1__${name}_`,
    labels: {
      ...LABELS,
      app: name,
      'kuma.io/workload': workload(index % sizes.identities),
      ...Object.fromEntries(groups),
    },
    networking: {
      address: '10.0.0.1',
      ...(sizes.waysOut && {
        transparentProxying: reachable(index % sizes.waysOut, sizes),
      }),
      inbound:
        index < sizes.inbounds
          ? [{ port: 8080, name: 'http', tags: { 'kuma.io/service': name } }]
          : [],
    },
  };
}

/** A service of its own for each proxy with an inbound. */
function meshService(index: number): KumaResource {
  const name = `proxy-${index}`;
  return {
    type: 'MeshService',
    mesh: 'bench',
    name,
    labels: LABELS,
    kri: `kri_msvc_bench_zone-1__${name}_`,
    spec: {
      selector: { dataplaneLabels: { matchLabels: { app: name } } },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  };
}

/** A list of ten services; every tenth narrows nothing. */
function reachable(list: number, sizes: MeshSizes) {
  if (list % 10 === 0) return {};
  const random = randomOf(list);
  return {
    reachableBackends: {
      refs: times(10, () => ({
        kind: 'MeshService',
        name: `proxy-${Math.floor(random() * sizes.inbounds)}`,
      })),
    },
  };
}

function meshIdentity(): KumaResource {
  return {
    type: 'MeshIdentity',
    mesh: 'bench',
    name: 'identity',
    labels: LABELS,
    kri: 'kri_mid_bench_zone-1__identity_',
    spec: { selector: { dataplane: { matchLabels: {} } } },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** A policy of the mesh, different for each index and seed. */
export function policy(
  index: number,
  sizes: MeshSizes,
  random: () => number,
): KumaResource {
  const match = matchOf(index % 10 < 3 ? 'Prefix' : 'Exact', sizes, random);
  const other = matchOf('Exact', sizes, random);
  const name = `policy-${index}`;
  return {
    type: 'MeshTrafficPermission',
    mesh: 'bench',
    name,
    labels: LABELS,
    kri: `kri_mtp_bench_zone-1__${name}_`,
    spec: {
      targetRef:
        index % 10 === 3 ? { kind: 'Mesh' } : target(index, sizes, random),
      rules: [
        {
          default:
            index % 10 === 4 ? { deny: [match] } : { allow: [match, other] },
        },
      ],
    },
  };
}

function target(index: number, sizes: MeshSizes, random: () => number) {
  const size = GROUP_SIZES[index % GROUP_SIZES.length];
  const one = Math.floor(random() * sizes.inbounds);
  const labels: Record<string, string> =
    size === 1
      ? { app: `proxy-${one}` }
      : { [`group-${size}`]: String(groupOf(one, size, sizes)) };
  return { kind: 'Dataplane', labels };
}

/** Scattered, so that groups of different sizes cut one another everywhere. */
function groupOf(index: number, size: number, sizes: MeshSizes): number {
  return Math.floor(
    randomOf(index * 1_009 + size)() * Math.ceil(sizes.inbounds / size),
  );
}

function matchOf(
  type: 'Exact' | 'Prefix',
  sizes: MeshSizes,
  random: () => number,
) {
  const name = workload(Math.floor(random() * sizes.identities));
  // A prefix cuts one or two digits off, so it means 10 or 100 workloads.
  const value =
    type === 'Exact' ? name : name.slice(0, random() < 0.5 ? -1 : -2);
  return { spiffeID: { type, value: `spiffe://${DOMAIN}/workload/${value}` } };
}

function workload(index: number): string {
  return `workload-${String(index).padStart(5, '0')}`;
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
