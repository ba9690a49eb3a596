import {
  createEvaluator,
  Evaluator,
  KumaResource,
  MeshSnapshot,
  DestinationServicePort,
} from '../../plugins/airflow-kuma-common/src/evaluator';
import { Comparison } from './compare';

/** A file of measured ways out, in either shape. */
export type ReachFile = {
  recordedWith?: { kumaCp?: string };
  mesh: KumaResource;
  meshServices: KumaResource[];
  meshExternalServices?: KumaResource[];
  meshMultiZoneServices?: KumaResource[];
  /** Listeners that the real Envoy of a Dataplane held. */
  rows?: { case: string; dataplane: KumaResource; listeners: string[] }[];
  /** What `_layout` lists for a Dataplane. */
  callers?: { name: string; dataplane: KumaResource; layout: string[] }[];
};

export function isReachFile(file: unknown): file is ReachFile {
  const { rows, callers } = file as Partial<ReachFile>;
  return Array.isArray(rows) || Array.isArray(callers);
}

/** The mesh that was measured has one zone; what was sent does not name it. */
const ZONE = { 'kuma.io/zone': 'zone-1' };

/** In each of the meshes; only the file of `_layout` has them. */
const EXTERNAL: KumaResource = {
  type: 'MeshExternalService',
  name: 'bank',
  labels: { 'data-domain': 'finance', ...ZONE },
  spec: { match: { type: 'HostnameGenerator', port: 443, protocol: 'tcp' } },
};
const MULTI_ZONE: KumaResource = {
  type: 'MeshMultiZoneService',
  name: 'shop-all',
  labels: { 'data-domain': 'shop' },
  spec: { ports: [{ name: 'http', port: 80 }] },
};

/**
 * Tags in the order of their VIPs, 240.0.0.0 and on. The one tag behind these,
 * `vector-store`, comes after the caller's own by name, so its number differs
 * from row to row and nothing tells it: it is skipped.
 */
const TAGS = [
  'ledger',
  'model-gateway',
  'model-gateway-db',
  'orders',
  'orders-db',
  'payments',
  'payments-db',
];

type Asked = { destination: DestinationServicePort; open: boolean };

/** Asks the evaluator for every way out of a file. */
export function compareReach(file: ReachFile): Comparison {
  const result: Comparison = {
    agree: 0,
    compared: 0,
    skipped: 0,
    disagreements: [],
  };
  const compare = (name: string, dataplane: KumaResource, asked: Asked[]) => {
    const evaluator = evaluatorWith(file, dataplane);
    for (const { destination, open } of asked) {
      const { state, code } = evaluator.wayOut(dataplane.name, destination);
      // By its tag only: the MeshService itself has no listener.
      const got = state === 'open' && code === 'by-tag' ? 'closed' : state;
      const expected = open ? 'open' : 'closed';
      result.compared++;
      if (got === expected) result.agree++;
      else {
        result.disagreements.push({
          scenario: name,
          source: dataplane.name,
          destination: `${destination.kind} ${destination.name}:${destination.port}`,
          expected,
          got: `${got} (${code})`,
        });
      }
    }
  };
  for (const row of file.rows ?? []) {
    result.skipped++;
    compare(row.case, row.dataplane, [
      ...openByVip(file, row.listeners),
      ...openTags(file, row.listeners),
    ]);
  }
  for (const { name, dataplane, layout } of file.callers ?? []) {
    // The control plane lists all for these two, and no Envoy has any of it.
    const isOverstated = overstates(dataplane);
    compare(
      name,
      dataplane,
      portsOf(file).map(({ kri, destination }) => ({
        destination,
        open: !isOverstated && layout.includes(kri),
      })),
    );
  }
  return result;
}

function evaluatorWith(file: ReachFile, dataplane: KumaResource): Evaluator {
  const snapshot: MeshSnapshot = {
    version: file.recordedWith?.kumaCp ?? '',
    cliques: true,
    mesh: file.mesh,
    dataplanes: [{ ...dataplane, labels: { ...ZONE, ...dataplane.labels } }],
    meshIdentities: [],
    meshTLSes: [],
    meshServices: file.meshServices,
    meshMultiZoneServices: file.meshMultiZoneServices ?? [MULTI_ZONE],
    meshExternalServices: file.meshExternalServices ?? [EXTERNAL],
    trafficPermissions: [],
    meshTrafficPermissions: [],
  };
  return createEvaluator(snapshot);
}

/** Ports of MeshServices by their VIPs; of the other two kinds by their ranges. */
function openByVip(file: ReachFile, listeners: string[]): Asked[] {
  const has = (address: string, port: number) =>
    listeners.some(
      listener =>
        listener.startsWith(`outbound:${address}`) &&
        listener.endsWith(`:${port}`),
    );
  const services = file.meshServices.flatMap(service => {
    const { status, spec } = service as any;
    const [vip] = status?.vips ?? [];
    return (spec?.ports ?? []).map(({ port }: { port: number }) => ({
      destination: {
        kind: 'MeshService' as const,
        name: service.name,
        port,
      },
      open: Boolean(vip) && has(`${vip.ip}:`, port),
    }));
  });
  return [
    ...services,
    {
      destination: {
        kind: 'MeshExternalService',
        name: EXTERNAL.name,
        port: 443,
      },
      open: has('242.', 443),
    },
    {
      destination: {
        kind: 'MeshMultiZoneService',
        name: MULTI_ZONE.name,
        port: 80,
      },
      open: has('243.', 80),
    },
  ];
}

function openTags(file: ReachFile, listeners: string[]): Asked[] {
  const { mode } = (file.mesh.meshServices ?? {}) as { mode?: string };
  return TAGS.map((name, index) => ({
    destination: { kind: 'ServiceTag', name, port: 80 },
    open:
      mode !== 'Exclusive' &&
      listeners.includes(`outbound:240.0.0.${index}:80`),
  }));
}

function portsOf(
  file: ReachFile,
): { kri: string; destination: DestinationServicePort }[] {
  const ofKind = (
    kind: Exclude<DestinationServicePort['kind'], 'ServiceTag'>,
    services: KumaResource[],
  ) =>
    services.flatMap(service => {
      const { ports, match } = service.spec as any;
      return (ports ?? [match]).map(
        ({ port, name }: { port: number; name?: string }) => ({
          kri: `${service.kri}${name ?? port}`,
          destination: { kind, name: service.name, port },
        }),
      );
    });
  return [
    ...ofKind('MeshService', file.meshServices),
    ...ofKind('MeshExternalService', file.meshExternalServices ?? []),
    ...ofKind('MeshMultiZoneService', file.meshMultiZoneServices ?? []),
  ];
}

function overstates(dataplane: KumaResource): boolean {
  const { transparentProxying, outbound = [] } = dataplane.networking as {
    transparentProxying?: {
      reachableServices?: string[];
      reachableBackends?: object;
    };
    outbound?: unknown[];
  };
  if (!transparentProxying) return outbound.length === 0;
  return (
    (transparentProxying.reachableServices ?? []).length > 0 &&
    !transparentProxying.reachableBackends
  );
}
