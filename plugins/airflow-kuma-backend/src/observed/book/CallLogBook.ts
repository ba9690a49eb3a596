import {
  counted,
  DagIdentity,
  ObservationWindow,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Observation } from '../../graph/facts/ObservationBook';
import { ServiceFact } from '../../sync/InventoryReader';
import { CallLogReading } from '../logs/CallLogReading';
import { CallSummary, LogCoverage, RecentCalls } from '../logs/CallStore';
import { percentile95 } from '../logs/ObservedCall';
import { EndDirectory } from './EndDirectory';

const DAY_MS = 86_400_000;
const DAY_SECONDS = 86_400;

/** What access logs can tell: who called, and who was refused by what. */
export class CallLogBook {
  readonly #at: number;
  readonly #coverage = new Map<string, LogCoverage>();
  /** By caller, then service ref. */
  readonly #calls = new Map<string, Map<string, CallSummary[]>>();
  readonly #recent = new Map<string, RecentCalls[]>();
  /** First record of a service's proxies, in milliseconds. */
  readonly #firstOf = new Map<string, number>();

  constructor(reading: CallLogReading, directory: EndDirectory) {
    this.#at = reading.at;
    const servicesOf = ({
      controlPlane,
      mesh,
      destination,
    }: Pick<CallSummary, 'controlPlane' | 'mesh' | 'destination'>) =>
      directory
        .servicesBehind(mesh, destination)
        .filter(service => service.controlPlane === controlPlane);
    for (const call of reading.summaries) {
      const key = callerKey(call.controlPlane, call.mesh, call.caller);
      const services = this.#calls.get(key) ?? new Map<string, CallSummary[]>();
      this.#calls.set(key, services);
      for (const { ref } of servicesOf(call)) {
        services.set(ref, [...(services.get(ref) ?? []), call]);
      }
    }
    for (const call of reading.recent) {
      for (const { ref } of servicesOf(call)) {
        const key = `${callerKey(
          call.controlPlane,
          call.mesh,
          call.caller,
        )} ${ref}`;
        this.#recent.set(key, [...(this.#recent.get(key) ?? []), call]);
      }
    }
    for (const coverage of reading.coverage) {
      const { controlPlane, mesh } = coverage;
      this.#coverage.set(`${controlPlane}/${mesh}`, coverage);
      for (const [destination, first] of coverage.destinations) {
        for (const { ref } of servicesOf({ controlPlane, mesh, destination })) {
          const known = this.#firstOf.get(ref) ?? first;
          this.#firstOf.set(ref, Math.min(known, first));
        }
      }
    }
  }

  servicesCalledFrom(
    identity: DagIdentity,
    window?: ObservationWindow,
  ): Set<string> {
    const start = this.#startOf(window);
    const services = new Set<string>();
    for (const key of callerKeys(identity)) {
      for (const [service, calls] of this.#calls.get(key) ?? []) {
        if (calls.some(({ lastSeen }) => lastSeen >= start)) {
          services.add(service);
        }
      }
    }
    return services;
  }

  look(
    identity: DagIdentity,
    service: ServiceFact,
    window?: ObservationWindow,
  ): Observation {
    const start = this.#startOf(window);
    const calls = callerKeys(identity)
      .flatMap(key => this.#calls.get(key)?.get(service.ref) ?? [])
      .filter(({ lastSeen }) => lastSeen >= start);
    const denied = newest(calls, 'denied');
    const allowed = newest(calls, 'allowed');
    const base = {
      windowStart: window?.start,
      lastSeen: allowed && isoOf(allowed.lastSeen),
      lastDenied: denied && isoOf(denied.lastSeen),
      evidence: calls.map(
        ({ caller, destination, verdict, policy, count }) => ({
          source: 'access-log' as const,
          text: `${caller} to ${destination}: ${verdict}${
            policy ? ` by ${policy}` : ''
          }, ${counted(count, 'call')} kept`,
        }),
      ),
      ...this.#figures(identity, service),
    };
    if (denied && (!allowed || denied.lastSeen >= allowed.lastSeen)) {
      return {
        ...base,
        outcome: 'denied',
        reason: `The mesh refused a call at ${utcMinute(denied.lastSeen)}, ${
          denied.policy ? `by ${denied.policy}` : 'as no rule lets it in'
        }.`,
      };
    }
    if (allowed) {
      return {
        ...base,
        outcome: 'seen',
        reason: `A call went through at ${utcMinute(allowed.lastSeen)}.`,
      };
    }
    return { ...base, ...this.#silence(service, window) };
  }

  #silence(
    service: ServiceFact,
    window?: ObservationWindow,
  ): Pick<Observation, 'outcome' | 'reason'> {
    if (!window) {
      return notKnown(
        'Nothing says when this DAG runs, so silence tells nothing.',
      );
    }
    const start = Date.parse(window.start);
    const coverage = this.#coverage.get(
      `${service.controlPlane}/${service.mesh}`,
    );
    const first = this.#firstOf.get(service.ref);
    if (!coverage || first === undefined || first > start) {
      return notKnown(
        `Access logs of this service are not known since ${utcMinute(
          window.start,
        )}.`,
      );
    }
    for (
      let day = Math.floor(start / DAY_MS);
      day < Math.floor(this.#at / DAY_MS);
      day += 1
    ) {
      if (!coverage.days.has(day)) {
        return notKnown(
          `Access logs of mesh ${service.mesh} have a gap on ${isoOf(
            day * DAY_MS,
          ).slice(0, 10)}.`,
        );
      }
    }
    return {
      outcome: 'silent',
      reason: `No call was logged since ${utcMinute(window.start)} (${
        window.reason
      }).`,
    };
  }

  #figures(
    identity: DagIdentity,
    service: ServiceFact,
  ): Pick<Observation, 'rate' | 'p95Milliseconds'> {
    const recent = callerKeys(identity).flatMap(
      key => this.#recent.get(`${key} ${service.ref}`) ?? [],
    );
    if (!recent.length) return {};
    const latencies = recent
      .map(call => call.latencies)
      .reduce((a, b) => a.map((count, index) => count + b[index]));
    return {
      rate: recent.reduce((sum, { count }) => sum + count, 0) / DAY_SECONDS,
      p95Milliseconds: percentile95(latencies),
    };
  }

  #startOf(window?: ObservationWindow): number {
    return window ? Date.parse(window.start) : this.#at - DAY_MS;
  }
}

function newest(
  calls: CallSummary[],
  verdict: CallSummary['verdict'],
): CallSummary | undefined {
  return calls
    .filter(call => call.verdict === verdict)
    .reduce<CallSummary | undefined>(
      (a, b) => (!a || b.lastSeen > a.lastSeen ? b : a),
      undefined,
    );
}

function callerKeys({ controlPlane, mesh, uriSans }: DagIdentity): string[] {
  return uriSans.map(uriSan =>
    callerKey(controlPlane ?? '', mesh ?? '', uriSan),
  );
}

function callerKey(controlPlane: string, mesh: string, caller: string): string {
  return `${controlPlane}/${mesh} ${caller}`;
}

function notKnown(reason: string) {
  return { outcome: 'not-known' as const, reason };
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
