import { z } from 'zod';
import { createStaticAuthenticator } from '../http/auth/createStaticAuthenticator';
import { createHttpClient } from '../http/createHttpClient';
import { secretsOf } from '../http/secretsOf';
import { FetchFunction } from '../http/types';
import { PrometheusClient, PrometheusSeries } from './PrometheusClient';
import { PrometheusClientConfig } from './PrometheusClientConfig';

// [seconds since 1970, value as text]
const sample = z.tuple([z.number(), z.string()]);
const metric = z.record(z.string(), z.string());

const answer = z.object({
  data: z.discriminatedUnion('resultType', [
    z.object({
      resultType: z.literal('vector'),
      result: z.array(z.object({ metric, value: sample })),
    }),
    z.object({
      resultType: z.literal('matrix'),
      result: z.array(z.object({ metric, values: z.array(sample) })),
    }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
});

/**
 * A client for one Prometheus. Nothing is sent before the first call.
 * @public
 */
export function createPrometheusClient(
  config: PrometheusClientConfig,
  options?: {
    fetch?: FetchFunction;
    /** Milliseconds before a repeated request, for tests. */
    retryDelay?: (attempt: number) => number;
  },
): PrometheusClient {
  const { auth } = config;
  const http = createHttpClient({
    upstream: 'Prometheus',
    baseUrl: config.baseUrl,
    authenticator: createStaticAuthenticator(auth),
    secrets: secretsOf(auth),
    timeoutMilliseconds: config.timeoutMilliseconds,
    maxConcurrentRequests: config.maxConcurrentRequests,
    fetch: options?.fetch,
    delay: options?.retryDelay,
  });

  return {
    labels: config.labels,

    async query(expression, callOptions) {
      const { data } = await http.request({
        path: '/api/v1/query',
        query: { query: expression, time: callOptions?.at },
        schema: answer,
        signal: callOptions?.signal,
      });
      return seriesOf(data);
    },

    async queryRange(expression, range, callOptions) {
      const { data } = await http.request({
        path: '/api/v1/query_range',
        query: {
          query: expression,
          start: range.start,
          end: range.end,
          step: range.stepSeconds,
        },
        schema: answer,
        signal: callOptions?.signal,
      });
      return seriesOf(data);
    },
  };
}

function seriesOf(data: z.infer<typeof answer>['data']): PrometheusSeries[] {
  if (data.resultType === 'scalar') {
    return [{ labels: {}, values: valuesOf([data.result]) }];
  }
  if (data.resultType === 'vector') {
    return data.result.map(({ metric: labels, value }) => ({
      labels,
      values: valuesOf([value]),
    }));
  }
  return data.result.map(({ metric: labels, values }) => ({
    labels,
    values: valuesOf(values),
  }));
}

/** NaN and infinities (a rate divided by nothing) tell nothing: left out. */
function valuesOf(
  samples: z.infer<typeof sample>[],
): PrometheusSeries['values'] {
  return samples
    .map(([seconds, value]) => ({
      at: new Date(seconds * 1000).toISOString(),
      value: Number(value),
    }))
    .filter(({ value }) => Number.isFinite(value));
}
