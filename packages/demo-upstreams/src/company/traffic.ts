import {
  createEvaluator,
  DestinationServicePort,
  Evaluator,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshRefusal } from '../airflow/types';
import type { KumaState } from '../kuma/KumaState';
import { snapshotOf } from '../kuma/snapshotOf';
import { TrafficFlow } from '../prometheus/types';

/**
 * Who calls whom in the demo company. Whether a call passes follows the
 * permissions of the moment, so that an approved request shows in the figures.
 * What is not listed here is permitted or declared, but silent.
 */
type Row = {
  mesh: 'default' | 'legacy';
  from: string;
  to: string;
  kind?: DestinationServicePort['kind'];
  port?: number;
  protocol?: 'http' | 'tcp';
  rate: number;
  errorShare?: number;
  latency?: number;
};

const rows: Row[] = [
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'payments',
    rate: 2.1,
    latency: 12,
    errorShare: 0.002,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'ledger',
    rate: 0.8,
    latency: 18,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'fx-rates',
    rate: 0.3,
    latency: 6,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'tax-calculator',
    rate: 0.01,
    latency: 40,
  },
  { mesh: 'default', from: 'airflow-finance', to: 'card-vault', rate: 0.05 },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'object-store',
    rate: 0.6,
    latency: 30,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'orders',
    rate: 0.2,
    latency: 15,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'market-data',
    kind: 'MeshExternalService',
    port: 443,
    rate: 0.4,
    latency: 90,
  },
  {
    mesh: 'default',
    from: 'airflow-finance',
    to: 'warehouse',
    kind: 'MeshExternalService',
    port: 5432,
    protocol: 'tcp',
    rate: 0.1,
  },
  {
    mesh: 'default',
    from: 'airflow-fraud',
    to: 'fraud-detector',
    rate: 1.5,
    latency: 25,
  },
  {
    mesh: 'default',
    from: 'airflow-fraud',
    to: 'customer-profile',
    rate: 0.4,
    latency: 9,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'crm',
    rate: 1.2,
    latency: 35,
    errorShare: 0.04,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'customer-profile',
    rate: 2.2,
    latency: 8,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'loyalty',
    rate: 0.2,
    latency: 11,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'support-tickets',
    rate: 0.1,
    latency: 60,
  },
  { mesh: 'default', from: 'airflow-customer', to: 'consent', rate: 0.05 },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'feature-store',
    port: 6566,
    rate: 0.08,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'orders',
    rate: 3.1,
    latency: 14,
    errorShare: 0.01,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'events-kafka',
    port: 9092,
    protocol: 'tcp',
    rate: 0.5,
  },
  {
    mesh: 'default',
    from: 'airflow-customer',
    to: 'object-store',
    rate: 0.1,
    latency: 28,
  },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'vector-store',
    rate: 4,
    latency: 7,
  },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'model-gateway',
    rate: 1.8,
    latency: 420,
  },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'document-parser',
    rate: 0.6,
    latency: 150,
  },
  { mesh: 'default', from: 'airflow-ai', to: 'embedding-service', rate: 0.3 },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'feature-store',
    port: 6566,
    rate: 0.9,
    latency: 5,
  },
  { mesh: 'default', from: 'airflow-ai', to: 'customer-profile', rate: 0.02 },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'object-store',
    rate: 0.5,
    latency: 33,
  },
  {
    mesh: 'default',
    from: 'airflow-ai',
    to: 'model-provider',
    kind: 'MeshExternalService',
    port: 443,
    rate: 0.4,
    latency: 800,
  },
  {
    mesh: 'default',
    from: 'model-gateway',
    to: 'vector-store',
    rate: 2.5,
    latency: 6,
  },
  {
    mesh: 'legacy',
    from: 'airflow-batch',
    to: 'ledger',
    rate: 0.7,
    latency: 22,
  },
  { mesh: 'legacy', from: 'airflow-batch', to: 'payments', rate: 0.03 },
  {
    mesh: 'legacy',
    from: 'airflow-batch',
    to: 'reporting',
    rate: 0.2,
    latency: 50,
  },
  { mesh: 'legacy', from: 'airflow-batch', to: 'archive', rate: 0.02 },
  {
    mesh: 'legacy',
    from: 'airflow-batch',
    to: 'mainframe-bridge',
    port: 20090,
    protocol: 'tcp',
    rate: 0.1,
  },
  {
    mesh: 'legacy',
    from: 'airflow-batch',
    to: 'batch-db',
    port: 20090,
    protocol: 'tcp',
    rate: 0.3,
  },
];

/** Reads the mesh again only when something was written. */
class CachedEvaluators {
  readonly #cache = new Map<
    string,
    { revision: number; evaluator: Evaluator }
  >();

  constructor(private readonly state: KumaState) {}

  of(mesh: string): Evaluator {
    const { revision } = this.state;
    const known = this.#cache.get(mesh);
    if (known?.revision === revision) return known.evaluator;
    const evaluator = createEvaluator(snapshotOf(this.state, mesh));
    this.#cache.set(mesh, { revision, evaluator });
    return evaluator;
  }
}

/** Flows of the demo company over a control plane that runs its meshes. */
export function demoTraffic(state: KumaState): TrafficFlow[] {
  const evaluators = new CachedEvaluators(state);
  return rows.map(row => {
    const { mesh, from, to, protocol = 'http' } = row;
    const port = row.port ?? (mesh === 'legacy' ? 20080 : 80);
    const kind = row.kind ?? (mesh === 'legacy' ? 'ServiceTag' : 'MeshService');
    const destination: DestinationServicePort =
      kind === 'ServiceTag' ? { kind, name: to } : { kind, name: to, port };
    const source = proxiesOf(state, mesh, from);
    return {
      mesh,
      source: { workload: from, proxies: source },
      destination:
        kind === 'MeshExternalService'
          ? undefined
          : {
              workload: to,
              proxies: proxiesOf(state, mesh, to),
              inbound:
                protocol === 'tcp'
                  ? `self_inbound_dp_${port}`
                  : 'localhost_8000',
            },
      cluster: clusterName(mesh, kind, to, port),
      protocol,
      rate: row.rate,
      errorShare: row.errorShare,
      latency: row.latency,
      deniedStatus: mesh === 'legacy' ? 503 : 403,
      verdict: () => {
        const evaluator = evaluators.of(mesh);
        const { uriSans } = evaluator.identityOf(source[0].name);
        const { verdict } = evaluator.evaluateService({ uriSans }, destination);
        return {
          isDenied: verdict.enforced === 'deny',
          policy: verdict.decidedBy?.policy.kri,
          callerSans: uriSans,
        };
      },
    };
  });
}

/**
 * Whether the mesh refuses what a task of the demo company calls, so that runs,
 * figures and access logs tell of one mesh.
 */
export function demoRefusals(flows: TrafficFlow[]): MeshRefusal {
  const byCall = new Map(
    rows.map(({ mesh, from, to }, index) => [
      `${mesh} ${from} ${to}`,
      flows[index],
    ]),
  );
  return ({ queue, calls }) =>
    calls &&
    byCall.get(`${calls.mesh} airflow-${queue} ${calls.service}`)?.verdict()
      .isDenied;
}

/** How Envoy names the cluster in 2.14 without unified naming (recorded for `msvc`). */
function clusterName(
  mesh: string,
  kind: DestinationServicePort['kind'],
  name: string,
  port: number,
): string {
  if (kind === 'ServiceTag') return name;
  const short = kind === 'MeshExternalService' ? 'extsvc' : 'msvc';
  return `${mesh}_${name}__zone-1_${short}_${port}`;
}

function proxiesOf(state: KumaState, mesh: string, workload: string) {
  return state.store
    .list('Dataplane', mesh)
    .filter(({ labels }) => labels?.['kuma.io/workload'] === workload)
    .map(({ name, networking }) => ({ name, address: networking.address }));
}
