import { PrometheusClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PrometheusReading, WindowReading } from './PrometheusReading';
import { readFigures, readWindow } from './readPrometheus';
import { SHORTEST_WINDOW } from './windows';

/** A window is read again after this share of its length, but not more often than each minute. */
const WINDOW_REFRESH_SHARE = 1 / 500;
const WINDOW_REFRESH_LEAST_MS = 60_000;

/** How the source of observations is doing, for edges to say. */
export type PrometheusState =
  | { state: 'never' }
  | { state: 'ok'; reading: PrometheusReading; revision: number }
  | {
      state: 'failing';
      since: string;
      /** Free of secrets, as the client writes it. */
      error: string;
    };

/** Keeps what Prometheus last told. */
export class PrometheusPoller {
  readonly #client: PrometheusClient;
  readonly #rateWindow: number;
  readonly #report: (message: string) => void;
  readonly #wanted = new Set([SHORTEST_WINDOW]);
  readonly #windows = new Map<number, { at: number; reading: WindowReading }>();
  #state: PrometheusState = { state: 'never' };
  #digest = '';
  #revision = 0;

  constructor(options: {
    client: PrometheusClient;
    /** Seconds that rates are taken over. */
    rateWindow: number;
    /** Called when it starts to fail and when it recovers, not in between. */
    report: (message: string) => void;
  }) {
    this.#client = options.client;
    this.#rateWindow = options.rateWindow;
    this.#report = options.report;
  }

  state(): PrometheusState {
    return this.#state;
  }

  /** Asks for a window to be read from the next poll on. */
  want(length: number) {
    this.#wanted.add(length);
  }

  async poll(options?: { signal?: AbortSignal }): Promise<void> {
    const now = Date.now();
    try {
      const figures = await readFigures(
        this.#client,
        this.#rateWindow,
        options,
      );
      for (const length of this.#wanted) {
        const known = this.#windows.get(length);
        if (known && now - known.at < refreshAfter(length)) continue;
        const reading = await readWindow(this.#client, length, options);
        this.#windows.set(length, { at: now, reading });
      }
      this.#accept({
        at: new Date(now).toISOString(),
        figures,
        windows: new Map(
          [...this.#windows].map(([length, { reading }]) => [length, reading]),
        ),
      });
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error), now);
    }
  }

  /** What it would have told at a past instant; nothing is kept of it. */
  async readAt(at: string, lengths: number[]): Promise<PrometheusReading> {
    const figures = await readFigures(this.#client, this.#rateWindow, { at });
    const windows = new Map<number, WindowReading>();
    for (const length of lengths) {
      windows.set(length, await readWindow(this.#client, length, { at }));
    }
    return { at, figures, windows };
  }

  #accept(reading: PrometheusReading) {
    if (this.#state.state === 'failing') {
      this.#report('Prometheus answers again; observed traffic is fresh.');
    }
    // Rates move with every scrape; edges are built again only when people could see it.
    const digest = digestOf(reading);
    if (digest !== this.#digest || this.#state.state !== 'ok') {
      this.#digest = digest;
      this.#revision += 1;
    }
    this.#state = { state: 'ok', reading, revision: this.#revision };
  }

  #fail(error: string, now: number) {
    if (this.#state.state === 'failing') {
      this.#state = { ...this.#state, error };
      return;
    }
    this.#report(`Prometheus does not answer: ${error}`);
    this.#state = {
      state: 'failing',
      since: new Date(now).toISOString(),
      error,
    };
  }
}

function refreshAfter(length: number): number {
  return Math.max(
    WINDOW_REFRESH_LEAST_MS,
    length * 1000 * WINDOW_REFRESH_SHARE,
  );
}

function digestOf({ figures, windows }: PrometheusReading): string {
  const rounded = (value?: number) => value?.toPrecision(1) ?? '';
  const seen = [...figures].map(
    ([key, { rate, errorShare, p95Milliseconds }]) =>
      [key, rounded(rate), rounded(errorShare), rounded(p95Milliseconds)].join(
        ' ',
      ),
  );
  const totals = [...windows].flatMap(
    ([length, { pairs, refused, covered }]) => [
      `${length} ${[...covered].join()}`,
      ...[...pairs].map(([key, { answers, connections }]) =>
        [
          key,
          ...Object.keys(answers).filter(code => answers[code] > 0),
          connections > 0,
        ].join(' '),
      ),
      ...[...refused].map(([key, count]) => `${key} ${count > 0}`),
    ],
  );
  return [...seen, ...totals].join('\n');
}
