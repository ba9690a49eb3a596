import { createHttpClient } from '../http/createHttpClient';
import { CallOptions, FetchFunction, HttpClient } from '../http/types';
import { secretsOf } from '../http/secretsOf';
import { isUpstreamError, UpstreamError } from '../http/UpstreamError';
import { AirflowApi } from './AirflowApi';
import { AirflowClient } from './AirflowClient';
import { AirflowClientConfig } from './AirflowClientConfig';
import { createAirflowAuthenticator } from './createAirflowAuthenticator';
import { detectVersion } from './detectVersion';
import { AirflowVersion } from './types';
import { createV1Api } from './v1/createV1Api';
import { createV2Api } from './v2/createV2Api';

// A deleted DAG is a 404 as well: that alone must not ask for the version
// again and again. Nor must a version that does not come: every call would wait
// for it.
const ASK_AGAIN_AFTER_MILLISECONDS = 30_000;

const NEWEST: AirflowVersion = { version: 'unknown', api: 'v2' };

/**
 * A client for one Airflow instance. Nothing is sent before the first call.
 * @public
 */
export function createAirflowClient(
  config: AirflowClientConfig,
  options?: {
    fetch?: FetchFunction;
    /** Milliseconds before a repeated request, for tests. */
    retryDelay?: (attempt: number) => number;
    /** The clock, for tests. */
    now?: () => number;
  },
): AirflowClient {
  const { auth } = config;
  const upstream = `Airflow instance "${config.name}"`;
  const now = options?.now ?? Date.now;
  let known: { version: AirflowVersion; askedAt: number } | undefined;
  let failedAt: number | undefined;
  let pending: Promise<AirflowVersion> | undefined;

  const http: HttpClient = createHttpClient({
    upstream,
    baseUrl: config.baseUrl,
    authenticator: createAirflowAuthenticator({
      auth,
      api: async () => (await currentVersion()).api,
      http: () => http,
    }),
    meansBadToken,
    secrets: secretsOf(auth),
    timeoutMilliseconds: config.timeoutMilliseconds,
    maxConcurrentRequests: config.maxConcurrentRequests,
    fetch: options?.fetch,
    delay: options?.retryDelay,
  });
  const apis: Record<AirflowVersion['api'], AirflowApi> = {
    v1: createV1Api({ http, upstream }),
    v2: createV2Api({ http, upstream }),
  };

  async function askVersion(signal?: AbortSignal): Promise<AirflowVersion> {
    const version = await detectVersion({
      http,
      upstream,
      only: config.apiVersion,
      // Only what is sent anyway: a login would need the version first.
      authenticate:
        auth.type !== 'password' && auth.type !== 'clientCredentials',
      signal,
    }).catch(error => {
      failedAt = now();
      throw error;
    });
    known = { version, askedAt: now() };
    return version;
  }

  async function currentVersion(): Promise<AirflowVersion> {
    if (known) return known.version;
    if (now() - (failedAt ?? -Infinity) < ASK_AGAIN_AFTER_MILLISECONDS) {
      return NEWEST;
    }
    pending ??= askVersion()
      .catch(assumeNewest)
      .finally(() => {
        pending = undefined;
      });
    return pending;
  }

  /**
   * Runs a read with the API that the instance had when last asked. Where that
   * API is gone, the instance may have been upgraded: it is asked again.
   */
  async function call<T>(
    read: (api: AirflowApi) => Promise<T>,
    callOptions: CallOptions | undefined,
  ): Promise<T> {
    const before = await currentVersion();
    try {
      return await read(apis[before.api]);
    } catch (error) {
      const mayBeUpgraded =
        isUpstreamError(error, 'not-found', 'not-json', 'unexpected-shape') &&
        now() - (known?.askedAt ?? 0) > ASK_AGAIN_AFTER_MILLISECONDS;
      if (!mayBeUpgraded) throw error;
      const after = await askVersion(callOptions?.signal);
      if (after.api === before.api) throw error;
      return read(apis[after.api]);
    }
  }

  return {
    name: config.name,
    clockSkew: () => http.clockSkew(),
    version: callOptions => askVersion(callOptions?.signal),
    health: callOptions => call(api => api.health(callOptions), callOptions),
    listDags: callOptions =>
      call(api => api.listDags(callOptions), callOptions),
    dagDetails: (dagId, callOptions) =>
      call(api => api.dagDetails(dagId, callOptions), callOptions),
    tasks: (dagId, callOptions) =>
      call(api => api.tasks(dagId, callOptions), callOptions),
    dagVersions: (since, callOptions) =>
      call(api => api.dagVersions(since, callOptions), callOptions),
    listAssets: callOptions =>
      call(api => api.listAssets(callOptions), callOptions),
    dagDependencies: callOptions =>
      call(api => api.dagDependencies(callOptions), callOptions),
    listImportErrors: callOptions =>
      call(api => api.listImportErrors(callOptions), callOptions),
    listDagRuns: (query, callOptions) =>
      call(api => api.listDagRuns(query, callOptions), callOptions),
    listTaskInstances: (run, callOptions) =>
      call(api => api.listTaskInstances(run, callOptions), callOptions),
    listEventLogs: (query, callOptions) =>
      call(api => api.listEventLogs(query, callOptions), callOptions),
    taskLogTail: (task, callOptions) =>
      call(api => api.taskLogTail(task, callOptions), callOptions),
  };
}

/**
 * An instance that does not tell its version may well tell all else: it is
 * taken for Airflow 3 until it does.
 */
function assumeNewest(error: unknown): AirflowVersion {
  if (!isUpstreamError(error)) throw error;
  return NEWEST;
}

/** Airflow 3 answers 401 to an expired token and 403 to one it cannot read. */
function meansBadToken(error: UpstreamError): boolean {
  return (
    error.kind === 'unauthorized' ||
    (error.kind === 'forbidden' && /invalid jwt/i.test(error.detail ?? ''))
  );
}
