import { Counter } from './Counter';
import { Labels, Series } from './promql/types';
import { FlowEnd, TrafficFlow } from './types';

/** Long enough that a monthly DAG's silence can be told. */
const retention = 100 * 86_400;
const bounds = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
  60_000, 300_000, 600_000, 1.8e6, 3.6e6,
];

/** The series of a mesh whose proxies Prometheus scrapes. */
export class TrafficSeries {
  readonly series: Series[] = [];
  readonly #watched: {
    flow: TrafficFlow;
    passes: Counter;
    denials: Counter;
  }[] = [];

  constructor(flows: TrafficFlow[], now: number) {
    const since = now - retention;
    const inbound = new Map<
      string,
      { allowed: Counter[]; denied: Counter[]; end: TrafficFlow }
    >();
    for (const flow of flows) {
      const { isDenied } = flow.verdict();
      const share = flow.rate / flow.source.proxies.length;
      const passes = new Counter(share, since, !isDenied);
      const denials = new Counter(share, since, isDenied);
      this.#watched.push({ flow, passes, denials });
      for (const proxy of flow.source.proxies) {
        this.#addCaller(flow, proxy, passes, denials);
      }
      if (flow.destination) {
        const key = `${flow.mesh}/${flow.destination.workload}/${flow.destination.inbound}`;
        const entry = inbound.get(key) ?? {
          allowed: [],
          denied: [],
          end: flow,
        };
        inbound.set(key, entry);
        const parts = flow.source.proxies.length;
        for (let part = 0; part < parts; part += 1) {
          entry.allowed.push(passes);
          entry.denied.push(denials);
        }
      }
    }
    for (const entry of inbound.values()) this.#addDestination(entry);
    this.#addUp(flows, since);
  }

  /** Notices permissions that came or went since the last look. */
  observe(now: number): void {
    for (const { flow, passes, denials } of this.#watched) {
      const { isDenied } = flow.verdict();
      passes.switch(now, !isDenied);
      denials.switch(now, isDenied);
    }
  }

  #addCaller(
    flow: TrafficFlow,
    proxy: FlowEnd['proxies'][number],
    passes: Counter,
    denials: Counter,
  ): void {
    const labels = {
      ...proxyLabels(flow.mesh, flow.source.workload, proxy),
      envoy_cluster_name: flow.cluster,
    };
    const errors = flow.errorShare ?? 0;
    const all = sum([
      [passes, 1],
      [denials, 1],
    ]);
    this.#add('envoy_cluster_upstream_rq_total', labels, all);
    if (flow.protocol === 'tcp') {
      // A refused connection counts like any other at the caller.
      this.#add('envoy_cluster_upstream_cx_total', labels, all);
      this.#add('envoy_cluster_upstream_cx_active', labels, () => 1);
      return;
    }
    this.#add('envoy_cluster_upstream_cx_total', labels, () => 4);
    this.#add('envoy_cluster_upstream_cx_active', labels, () => 2);
    this.#add(
      'envoy_cluster_upstream_cx_tx_bytes_total',
      labels,
      sum([
        [passes, 46],
        [denials, 46],
      ]),
    );
    const refused = String(flow.deniedStatus ?? 403);
    const codes: [string, [Counter, number][]][] = [
      ['200', [[passes, 1 - errors]]],
      ['503', [[passes, errors]]],
      [refused, [[denials, 1]]],
    ];
    for (const [code, parts] of codes) {
      const value = sum(parts);
      this.#add(
        'envoy_cluster_upstream_rq',
        { ...labels, envoy_response_code: code },
        value,
      );
      this.#add(
        'envoy_cluster_upstream_rq_xx',
        { ...labels, envoy_response_code_class: code[0] },
        value,
      );
    }
    for (const bound of [...bounds, Infinity]) {
      const below = shareBelow(bound, flow.latency ?? 20);
      this.#add(
        'envoy_cluster_upstream_rq_time_bucket',
        { ...labels, le: boundText(bound) },
        sum([
          [passes, below],
          [denials, bound < 1 ? 0 : 1],
        ]),
      );
    }
    this.#add('envoy_cluster_upstream_rq_time_count', labels, all);
  }

  #addDestination(entry: {
    allowed: Counter[];
    denied: Counter[];
    end: TrafficFlow;
  }): void {
    const { destination, mesh, protocol } = entry.end;
    if (!destination) return;
    const share = 1 / destination.proxies.length;
    const prefix = destination.inbound;
    for (const proxy of destination.proxies) {
      const labels = {
        ...proxyLabels(mesh, destination.workload, proxy),
        ...(protocol === 'tcp'
          ? { envoy_rbac_prefix: prefix, listener: prefix }
          : {
              envoy_http_conn_manager_prefix: prefix,
              listener: `http.${prefix}`,
            }),
      };
      this.#add(
        'envoy_rbac_allowed',
        labels,
        sum(entry.allowed.map(counter => [counter, share])),
      );
      this.#add(
        'envoy_rbac_denied',
        labels,
        sum(entry.denied.map(counter => [counter, share])),
      );
    }
  }

  #addUp(flows: TrafficFlow[], since: number): void {
    const seen = new Set<string>();
    for (const { source, destination } of flows) {
      for (const end of [source, destination]) {
        for (const { address } of end?.proxies ?? []) {
          if (seen.has(address)) continue;
          seen.add(address);
          this.#add(
            'up',
            { instance: `${address}:5670`, job: 'kuma-dataplanes' },
            seconds => (seconds < since ? undefined : 1),
          );
        }
      }
    }
  }

  #add(name: string, labels: Labels, valueAt: Series['valueAt']): void {
    const all = { __name__: name, ...labels };
    this.series.push({
      labels: Object.fromEntries(
        Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
      valueAt,
    });
  }
}

/** Whole calls, as a counter has them, of a sum of shares of counters. */
function sum(parts: [Counter, number][]): Series['valueAt'] {
  return seconds => {
    let total = 0;
    for (const [counter, share] of parts) {
      const value = counter.valueAt(seconds);
      if (value === undefined) return undefined;
      total += value * share;
    }
    return Math.floor(total);
  };
}

/** Labels that Kuma 2.14.3 gives a sidecar's series (recorded). */
function proxyLabels(
  mesh: string,
  workload: string,
  proxy: { name: string; address: string },
): Labels {
  return {
    dataplane: proxy.name,
    instance: `${proxy.address}:5670`,
    job: 'kuma-dataplanes',
    kuma_io_protocol: 'http',
    kuma_io_protocols: ',http,',
    kuma_io_service: workload,
    kuma_io_services: `,${workload},`,
    kuma_io_zone: 'zone-1',
    kuma_io_zones: ',zone-1,',
    kuma_proxy_role: 'sidecar',
    kuma_workload: workload,
    mesh,
    otel_scope_name: 'kuma',
    otel_scope_version: '2.14.3',
    zone: 'zone-1',
  };
}

/** Share of calls faster than a bound, where half are faster than the median. */
function shareBelow(bound: number, median: number): number {
  return bound === Infinity ? 1 : 1 - 2 ** (-bound / median);
}

function boundText(bound: number): string {
  if (bound === Infinity) return '+Inf';
  return bound >= 1e6 ? `${bound / 1e6}e+06` : String(bound);
}
