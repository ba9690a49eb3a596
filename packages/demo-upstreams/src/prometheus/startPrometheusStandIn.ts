import { Request, Response, Router } from 'express';
import { guiPage } from '../http/landing';
import { reply } from '../http/reply';
import { startServer } from '../http/startServer';
import { StandInOptions, StandInServer } from '../http/types';
import { evaluate } from './promql/evaluate';
import { parsePromql } from './promql/parse';
import { durationSeconds } from './promql/tokenize';
import { Expression, Labels, Point, Series } from './promql/types';
import { TrafficSeries } from './series';
import { TrafficFlow } from './types';

const maximumPoints = 11_000;

/** @public */
export type PrometheusStandInOptions = StandInOptions & {
  flows: TrafficFlow[];
};

/** @public */
export type PrometheusStandIn = StandInServer;

/**
 * Starts a stand-in for a Prometheus that scrapes a Kuma 2.14 mesh.
 * @public
 */
export async function startPrometheusStandIn(
  options: PrometheusStandInOptions,
): Promise<PrometheusStandIn> {
  const now = () => (options.now ?? Date.now)() / 1000;
  const traffic = new TrafficSeries(options.flows, now());
  const routes = Router();
  routes.use((_request, _response, next) => {
    traffic.observe(now());
    next();
  });
  routes.get('/-/healthy', (_, response) =>
    reply(response, {
      body: 'Prometheus Server is Healthy.\n',
      contentType: 'text/plain; charset=utf-8',
    }),
  );
  routes.get('/api/v1/status/buildinfo', (_, response) =>
    replyData(response, {
      version: '2.42.0+demo',
      revision: 'demo',
      branch: 'demo',
      buildUser: 'demo',
      buildDate: '20260101-00:00:00',
      goVersion: 'go1.19.8',
    }),
  );
  for (const method of ['get', 'post'] as const) {
    routes[method]('/api/v1/query', (request, response) =>
      answering(request, response, (expression, parameter) => {
        const time = timeOf(parameter('time'), now());
        const value = evaluate(expression, traffic.series, time);
        if (value.type === 'scalar') {
          return { resultType: 'scalar', result: [time, text(value.value)] };
        }
        return value.type === 'vector'
          ? {
              resultType: 'vector',
              result: value.samples.map(({ labels, value: each }) => ({
                metric: labels,
                value: [time, text(each)],
              })),
            }
          : {
              resultType: 'matrix',
              result: value.series.map(({ labels, points }) => ({
                metric: labels,
                values: points.map(([at, each]) => [at, text(each)]),
              })),
            };
      }),
    );
    routes[method]('/api/v1/query_range', (request, response) =>
      answering(request, response, (expression, parameter) =>
        range(expression, traffic.series, {
          start: timeOf(parameter('start'), now()),
          end: timeOf(parameter('end'), now()),
          step: stepOf(parameter('step')),
        }),
      ),
    );
  }
  routes.get('/api/v1/label/:label/values', (request, response) =>
    replyData(
      response,
      [
        ...new Set(
          traffic.series.flatMap(
            ({ labels }) => labels[request.params.label] ?? [],
          ),
        ),
      ].sort(),
    ),
  );
  routes.get(['/api/v1/labels', '/api/v1/series'], (request, response) => {
    const matched = matching(request, traffic.series);
    replyData(
      response,
      request.path.endsWith('series')
        ? matched
        : [...new Set(matched.flatMap(labels => Object.keys(labels)))].sort(),
    );
  });
  routes.use('/api', (_, response) =>
    reply(response, {
      status: 404,
      body: '404 page not found\n',
      contentType: 'text/plain; charset=utf-8',
    }),
  );
  routes.get('*', (request, response) =>
    guiPage(request, response, 'Prometheus'),
  );
  return startServer({ ...options, routes });
}

function answering(
  request: Request,
  response: Response,
  answer: (
    expression: Expression,
    parameter: (name: string) => string | undefined,
  ) => unknown,
): void {
  const parameter = (name: string) => {
    const given = request.query[name] ?? request.body?.[name];
    return given === undefined ? undefined : String(given);
  };
  try {
    replyData(
      response,
      answer(parsePromql(parameter('query') ?? ''), parameter),
    );
  } catch (error) {
    reply(response, {
      status: 400,
      body: {
        status: 'error',
        errorType: 'bad_data',
        error: error instanceof Error ? error.message : String(error),
      },
    });
  }
}

function range(
  expression: Expression,
  series: Series[],
  { start, end, step }: { start: number; end: number; step: number },
): unknown {
  if ((end - start) / step > maximumPoints) {
    throw new Error(
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  const found = new Map<
    string,
    { metric: Labels; values: [number, string][] }
  >();
  for (let at = start; at <= end; at += step) {
    const value = evaluate(expression, series, at);
    const samples =
      value.type === 'vector'
        ? value.samples
        : [{ labels: {}, value: value.type === 'scalar' ? value.value : NaN }];
    for (const sample of samples) {
      const key = JSON.stringify(sample.labels);
      const entry = found.get(key) ?? { metric: sample.labels, values: [] };
      found.set(key, entry);
      entry.values.push([at, text(sample.value)]);
    }
  }
  return { resultType: 'matrix', result: [...found.values()] };
}

function matching(request: Request, series: Series[]): Labels[] {
  const given = [request.query['match[]'] ?? request.query.match ?? []].flat();
  return given.flatMap(each => {
    const value = evaluate(parsePromql(String(each)), series, Infinity);
    return value.type === 'vector'
      ? value.samples.map(({ labels }) => labels)
      : [];
  });
}

function replyData(response: Response, data: unknown): void {
  reply(response, { body: { status: 'success', data } });
}

function text(value: Point[1]): string {
  if (value === Infinity) return '+Inf';
  return String(value);
}

function timeOf(given: string | undefined, now: number): number {
  if (given === undefined) return now;
  const seconds = Number(given);
  return Number.isNaN(seconds) ? Date.parse(given) / 1000 : seconds;
}

function stepOf(given: string | undefined): number {
  const seconds = Number(given);
  const step = Number.isNaN(seconds) ? durationSeconds(given ?? '') : seconds;
  if (!(step > 0)) {
    throw new Error(
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return step;
}
