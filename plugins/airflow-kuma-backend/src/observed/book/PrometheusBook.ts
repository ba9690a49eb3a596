import {
  DagIdentity,
  ObservationWindow,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Observation } from '../../graph/facts/ObservationBook';
import { ServiceFact } from '../../sync/InventoryReader';
import { parseClusterName } from '../prometheus/clusterName';
import {
  endKey,
  pairKey,
  PairTotals,
  PrometheusReading,
  WindowReading,
} from '../prometheus/PrometheusReading';
import { SHORTEST_WINDOW, windowLength } from '../prometheus/windows';
import { EndDirectory } from './EndDirectory';

/** What Prometheus can tell of identities and services, and no more. */
export class PrometheusBook {
  readonly #reading: PrometheusReading;
  readonly #directory: EndDirectory;
  /** By length, then caller (`endKey`), then service ref. */
  readonly #byCaller = new Map<
    number,
    Map<string, Map<string, PairTotals[]>>
  >();

  constructor(reading: PrometheusReading, directory: EndDirectory) {
    this.#reading = reading;
    this.#directory = directory;
    for (const [length, { pairs }] of reading.windows) {
      this.#byCaller.set(length, this.#indexPairs(pairs.values()));
    }
  }

  servicesCalledFrom(
    identity: DagIdentity,
    window?: ObservationWindow,
  ): Set<string> {
    const callers = this.#byCaller.get(this.#lengthOf(window) ?? 0);
    const services = new Set<string>();
    for (const workload of this.#directory.workloadsOf(identity)) {
      const called = callers?.get(endKey(identity.mesh ?? '', workload));
      for (const [service, totals] of called ?? []) {
        if (totals.some(wasCalled)) services.add(service);
      }
    }
    return services;
  }

  look(
    identity: DagIdentity,
    service: ServiceFact,
    window?: ObservationWindow,
  ): Observation {
    const length = this.#lengthOf(window);
    const reading = length && this.#reading.windows.get(length);
    if (!length || !reading) {
      return notKnown(
        'Prometheus has not yet been read over the window of this DAG.',
      );
    }
    const workloads = this.#directory.workloadsOf(identity);
    const totals = workloads.flatMap(
      workload =>
        this.#byCaller
          .get(length)
          ?.get(endKey(service.mesh, workload))
          ?.get(service.ref) ?? [],
    );
    const called = totals.filter(wasCalled);
    const base = {
      windowStart: window?.start,
      evidence: called.map(({ workload, cluster }) => ({
        source: 'prometheus' as const,
        text: `envoy_cluster_upstream_*{mesh="${service.mesh}", workload="${workload}", cluster="${cluster}"}`,
      })),
      ...this.#figuresOf(called),
    };
    if (called.length) {
      return { ...base, ...this.#judge(called, service, reading) };
    }
    return { ...base, ...silence(service.mesh, workloads, reading, window) };
  }

  /**
   * A refusal looks like a 403 of the service (503 where a TrafficPermission
   * refuses) or, for TCP, like success: all measured.
   */
  #judge(
    called: PairTotals[],
    service: ServiceFact,
    reading: WindowReading,
  ): Pick<Observation, 'outcome' | 'reason' | 'lastSeen'> {
    const passed = called.some(({ answers }) =>
      ['2', '3'].some(code => (answers[code] ?? 0) > 0),
    );
    if (passed) {
      return {
        outcome: 'seen',
        reason: 'Calls were answered.',
        ...this.#lastSeen(called),
      };
    }
    const counters = this.#directory
      .destinationNames(service)
      .flatMap(name => reading.refused.get(endKey(service.mesh, name)) ?? []);
    if (counters.length && counters.every(count => count === 0)) {
      return {
        outcome: 'seen',
        reason:
          'Calls were made, and the destination refused nobody in this window.',
        ...this.#lastSeen(called),
      };
    }
    const http = called.some(({ answers }) => Object.keys(answers).length > 0);
    return { outcome: 'not-known', reason: doubt(http, counters.length > 0) };
  }

  /** What the proxies of a service refused, whoever called; in words where that is not known. */
  refused(
    service: ServiceFact,
  ): { refused: number; alsoOf: string[] } | string {
    const reading = this.#reading.windows.get(SHORTEST_WINDOW);
    const counted = this.#directory
      .destinationNames(service)
      .filter(name => reading?.refused.has(endKey(service.mesh, name)));
    if (!reading || !counted.length) {
      return 'No metric counts admissions or refusals at the proxies of this service.';
    }
    const behind = counted.flatMap(name => {
      const services = this.#directory.servicesBehind(service.mesh, name);
      return services.length ? services : [undefined];
    });
    if (behind.includes(undefined)) {
      return 'Another control plane has proxies of the same names, and metrics carry no control plane.';
    }
    const others = behind.flatMap(other => other?.ref ?? []);
    return {
      refused: counted.reduce(
        (sum, name) =>
          sum + (reading.refused.get(endKey(service.mesh, name)) ?? 0),
        0,
      ),
      alsoOf: [...new Set(others)].filter(ref => ref !== service.ref),
    };
  }

  #lastSeen(called: PairTotals[]): Pick<Observation, 'lastSeen'> {
    const { rate, connectionRate, errors } = this.#rawFigures(called);
    const http = called.some(({ answers }) => Object.keys(answers).length > 0);
    // Totals have no time of their own; only what goes on now has one. Errors
    // may be refusals, so what only errs now was not seen to go through now.
    const goesThrough = http ? rate > errors : connectionRate > 0 || rate > 0;
    return goesThrough ? { lastSeen: this.#reading.at } : {};
  }

  #figuresOf(
    called: PairTotals[],
  ): Pick<Observation, 'rate' | 'errorShare' | 'p95Milliseconds'> {
    if (!called.length) return {};
    const { rate, connectionRate, errors, p95 } = this.#rawFigures(called);
    const http = called.some(({ answers }) => Object.keys(answers).length > 0);
    return {
      rate: http ? rate : connectionRate,
      errorShare: http && rate > 0 ? errors / rate : undefined,
      p95Milliseconds: p95,
    };
  }

  #rawFigures(called: PairTotals[]) {
    const sum = { rate: 0, connectionRate: 0, errors: 0 };
    let p95: number | undefined;
    for (const { mesh, workload, cluster } of called) {
      const figures = this.#reading.figures.get(
        pairKey(mesh, workload, cluster),
      );
      if (!figures) continue;
      sum.rate += figures.rate;
      sum.connectionRate += figures.connectionRate ?? 0;
      sum.errors += figures.rate * (figures.errorShare ?? 0);
      if (figures.p95Milliseconds !== undefined) {
        // Quantiles do not add up: the slowest is the honest one.
        p95 = Math.max(p95 ?? 0, figures.p95Milliseconds);
      }
    }
    return { ...sum, p95 };
  }

  #lengthOf(window?: ObservationWindow): number | undefined {
    return window
      ? windowLength(window.start, this.#reading.at)
      : SHORTEST_WINDOW;
  }

  #indexPairs(pairs: Iterable<PairTotals>) {
    const index = new Map<string, Map<string, PairTotals[]>>();
    for (const pair of pairs) {
      const cluster = parseClusterName(pair.cluster);
      const service = cluster && this.#directory.serviceOf(cluster, pair.mesh);
      if (!service) continue;
      const key = endKey(pair.mesh, pair.workload);
      const services = index.get(key) ?? new Map<string, PairTotals[]>();
      index.set(key, services);
      services.set(service.ref, [...(services.get(service.ref) ?? []), pair]);
    }
    return index;
  }
}

/** Why calls that were made say nothing of whether they went through. */
function doubt(http: boolean, counted: boolean): string {
  if (http) {
    return 'Calls were only answered with 4xx or 5xx: metrics cannot tell a refusal by the mesh from one by the service. Access logs can.';
  }
  return counted
    ? 'Connections were made, and the destination refused some callers: metrics cannot tell whom. Access logs can.'
    : 'Connections were made, and nothing counts at the destination whether it refuses any.';
}

function silence(
  mesh: string,
  workloads: string[],
  reading: WindowReading,
  window?: ObservationWindow,
): Pick<Observation, 'outcome' | 'reason'> {
  if (!window) {
    return notKnown(
      'Nothing says when this DAG runs, so silence tells nothing.',
    );
  }
  if (!reading.covered.has(mesh)) {
    return notKnown(
      `Prometheus does not cover mesh ${mesh} since ${utcMinute(
        window.start,
      )} without gaps.`,
    );
  }
  if (!workloads.some(name => reading.callers.has(endKey(mesh, name)))) {
    return notKnown("The DAG's proxy shows no metrics in this window.");
  }
  return {
    outcome: 'silent',
    reason: `No call was seen since ${utcMinute(window.start)} (${
      window.reason
    }).`,
  };
}

function wasCalled({ answers, connections }: PairTotals): boolean {
  return (
    connections > 0 || Object.values(answers).some(answered => answered > 0)
  );
}

function notKnown(reason: string) {
  return { outcome: 'not-known' as const, reason, evidence: [] };
}
