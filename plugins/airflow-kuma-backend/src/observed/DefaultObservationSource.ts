import {
  DagIdentity,
  observationWindow,
  ObservationWindow,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ObservationSource } from '../graph/facts/FactsReader';
import { GraphFacts } from '../graph/facts/GraphFacts';
import { Observation, ObservationBook } from '../graph/facts/ObservationBook';
import { CallLogBook } from './book/CallLogBook';
import { combine } from './book/combine';
import { EndDirectory } from './book/EndDirectory';
import { PrometheusBook } from './book/PrometheusBook';
import { readCallLog } from './logs/CallLogReading';
import { readRefusals } from './book/readRefusals';
import { CallStore } from './logs/CallStore';
import { PrometheusPoller } from './prometheus/PrometheusPoller';
import { PrometheusReading } from './prometheus/PrometheusReading';
import { SHORTEST_WINDOW, windowLength } from './prometheus/windows';

type Facts = Omit<GraphFacts, 'observations' | 'running'>;

/**
 * New calls are noticed this late at most. With busy logs each write is news,
 * and edges are not worth building more often than people look.
 */
const NOTICE_AFTER_MS = 3_000;

/** Observations from access logs, and from Prometheus where there is one. */
export class DefaultObservationSource implements ObservationSource {
  readonly #store: CallStore;
  readonly #prometheus: PrometheusPoller | undefined;
  #noticed: { at: number; revision: Promise<string> } | undefined;

  constructor(options: { store: CallStore; prometheus?: PrometheusPoller }) {
    this.#store = options.store;
    this.#prometheus = options.prometheus;
  }

  async revision(): Promise<string> {
    const prometheus = this.#prometheus?.state();
    const metrics =
      prometheus?.state === 'ok' ? prometheus.revision : prometheus?.state;
    const now = Date.now();
    if (!this.#noticed || now - this.#noticed.at > NOTICE_AFTER_MS) {
      this.#noticed = { at: now, revision: this.#store.revision() };
      this.#noticed.revision.catch(() => {
        this.#noticed = undefined;
      });
    }
    return `${await this.#noticed.revision} ${metrics ?? ''}`;
  }

  async book(
    facts: Facts,
    options?: { asOf?: string },
  ): Promise<ObservationBook> {
    const directory = new EndDirectory(facts.services, facts.proxies);
    const reading = await readCallLog(this.#store, Date.parse(facts.at), {
      past: options?.asOf !== undefined,
    });
    const logs = reading.summaries.length
      ? new CallLogBook(reading, directory)
      : undefined;
    const metrics = await this.#readMetrics(facts, options?.asOf);
    const figures =
      typeof metrics === 'object'
        ? new PrometheusBook(metrics, directory)
        : undefined;
    const missing: Observation | undefined =
      typeof metrics === 'string'
        ? { outcome: 'not-known', reason: metrics, evidence: [] }
        : undefined;
    const look = (
      identity: DagIdentity,
      service: Parameters<ObservationBook['look']>[0]['service'],
      window?: ObservationWindow,
    ) =>
      combine(
        logs?.look(identity, service, window),
        figures?.look(identity, service, window) ?? missing,
      );
    return {
      servicesSeenFrom: (identity, window) => {
        const called = [logs, figures].flatMap(book => [
          ...(book?.servicesCalledFrom(identity, window) ?? []),
        ]);
        return new Set(called);
      },
      look: ({ identity, service, window }) => look(identity, service, window),
      refusals: service =>
        readRefusals({
          service,
          directory,
          store: this.#store,
          figures,
          missing: missing?.reason,
          at: options?.asOf ? Date.parse(facts.at) : Date.now(),
        }),
    };
  }

  /** A reading, or why there is none. */
  async #readMetrics(
    facts: Facts,
    asOf: string | undefined,
  ): Promise<PrometheusReading | string | undefined> {
    const poller = this.#prometheus;
    if (!poller) return undefined;
    const lengths = lengthsOf(facts);
    if (asOf) {
      try {
        return await poller.readAt(asOf, lengths);
      } catch {
        return 'Prometheus does not tell what was observed then.';
      }
    }
    for (const length of lengths) poller.want(length);
    const state = poller.state();
    switch (state.state) {
      case 'ok':
        return state.reading;
      case 'failing':
        return `Prometheus does not answer since ${utcMinute(state.since)}: ${
          state.error
        }`;
      default:
        return 'Prometheus was not read yet.';
    }
  }
}

/** The windows that the schedules of these DAGs need. */
function lengthsOf({ dags, at }: Facts): number[] {
  const schedules = new Set(dags.map(({ schedule }) => schedule.summary));
  const lengths = new Set([SHORTEST_WINDOW]);
  for (const summary of schedules) {
    const window = observationWindow(summary, at);
    const length = window && windowLength(window.start, at);
    if (length) lengths.add(length);
  }
  return [...lengths];
}
