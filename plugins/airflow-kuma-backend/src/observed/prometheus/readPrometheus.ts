import {
  PrometheusClient,
  PrometheusSeries,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { expressionsOf } from './expressions';
import {
  endKey,
  Figures,
  pairKey,
  PairTotals,
  WindowReading,
} from './PrometheusReading';

/** Steps that a window is looked at for gaps. */
const COVERAGE_STEPS = 48;
const CLASS_LABEL = 'envoy_response_code_class';

type Options = { at?: string; signal?: AbortSignal };

/** Rates, errors and latencies of now. */
export async function readFigures(
  client: PrometheusClient,
  rateWindow: number,
  options?: Options,
): Promise<Map<string, Figures>> {
  const ask = expressionsOf(client.labels);
  const [rates, classes, connections, latencies] = await Promise.all([
    client.query(ask.rate(rateWindow), options),
    client.query(ask.rateByClass(rateWindow), options),
    client.query(ask.connectionRate(rateWindow), options),
    client.query(ask.p95(rateWindow), options),
  ]);
  const figures = new Map<string, Figures>();
  const at = (series: PrometheusSeries) => {
    const key = keyOf(client, series);
    let known = figures.get(key);
    if (!known) {
      known = { rate: 0 };
      figures.set(key, known);
    }
    return known;
  };
  for (const series of rates) at(series).rate = valueOf(series);
  for (const series of connections) {
    at(series).connectionRate = valueOf(series);
  }
  for (const series of latencies) {
    const value = valueOf(series);
    if (value > 0) at(series).p95Milliseconds = value;
  }
  const sums = new Map<Figures, { all: number; errors: number }>();
  for (const series of classes) {
    const sum = sums.get(at(series)) ?? { all: 0, errors: 0 };
    sum.all += valueOf(series);
    if (/^[45]/.test(series.labels[CLASS_LABEL] ?? '')) {
      sum.errors += valueOf(series);
    }
    sums.set(at(series), sum);
  }
  for (const [figure, { all, errors }] of sums) {
    if (all > 0) figure.errorShare = errors / all;
  }
  return figures;
}

/** Totals over a window, and whether Prometheus was there all the time. */
export async function readWindow(
  client: PrometheusClient,
  seconds: number,
  options?: Options,
): Promise<WindowReading> {
  const ask = expressionsOf(client.labels);
  const end = options?.at ? new Date(options.at) : new Date();
  const [answers, connections, refusals, admissions, scraped] =
    await Promise.all([
      client.query(ask.answersByClass(seconds), options),
      client.query(ask.connections(seconds), options),
      client.query(ask.refusals(seconds), options),
      client.query(ask.admissions(seconds), options),
      client.queryRange(
        ask.scraped(),
        {
          start: new Date(end.getTime() - seconds * 1000).toISOString(),
          end: end.toISOString(),
          stepSeconds: Math.max(15, Math.floor(seconds / COVERAGE_STEPS)),
        },
        options,
      ),
    ]);
  const pairs = new Map<string, PairTotals>();
  const at = (series: PrometheusSeries) => {
    const key = keyOf(client, series);
    let known = pairs.get(key);
    if (!known) {
      known = { ...endsOf(client, series), answers: {}, connections: 0 };
      pairs.set(key, known);
    }
    return known;
  };
  for (const series of connections) at(series).connections = valueOf(series);
  for (const series of answers) {
    const answerClass = series.labels[CLASS_LABEL]?.charAt(0);
    if (answerClass) at(series).answers[answerClass] = valueOf(series);
  }
  return {
    pairs,
    refused: refusedBy(client, refusals, admissions),
    callers: new Set(
      [...pairs.values()].map(({ mesh, workload }) => endKey(mesh, workload)),
    ),
    covered: new Set(
      scraped
        .filter(({ values }) => isGapless(values, seconds, end))
        .map(({ labels }) => labels[client.labels.mesh] ?? ''),
    ),
  };
}

function refusedBy(
  client: PrometheusClient,
  refusals: PrometheusSeries[],
  admissions: PrometheusSeries[],
): Map<string, number> {
  const refused = new Map<string, number>();
  for (const series of admissions) {
    const { mesh, workload } = endsOf(client, series);
    refused.set(endKey(mesh, workload), 0);
  }
  for (const series of refusals) {
    const { mesh, workload } = endsOf(client, series);
    refused.set(endKey(mesh, workload), valueOf(series));
  }
  return refused;
}

/** A step missing anywhere, also before the first sample, is a gap. */
function isGapless(
  values: PrometheusSeries['values'],
  seconds: number,
  end: Date,
): boolean {
  const step = Math.max(15, Math.floor(seconds / COVERAGE_STEPS)) * 1000;
  const times = [
    end.getTime() - seconds * 1000 - step,
    ...values.map(({ at }) => Date.parse(at)),
    end.getTime(),
  ];
  return times.every(
    (time, index) => index === 0 || time - times[index - 1] < step * 2,
  );
}

function endsOf({ labels: names }: PrometheusClient, series: PrometheusSeries) {
  return {
    mesh: series.labels[names.mesh] ?? '',
    workload: series.labels[names.workload] ?? '',
    cluster: series.labels[names.cluster] ?? '',
  };
}

function keyOf(client: PrometheusClient, series: PrometheusSeries): string {
  const { mesh, workload, cluster } = endsOf(client, series);
  return pairKey(mesh, workload, cluster);
}

function valueOf({ values }: PrometheusSeries): number {
  return values.at(-1)?.value ?? 0;
}
