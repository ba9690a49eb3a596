import { createStaticAuthenticator } from '../http/auth/createStaticAuthenticator';
import { createHttpClient } from '../http/createHttpClient';
import { pathPart } from '../http/pathPart';
import { secretsOf } from '../http/secretsOf';
import { FetchFunction } from '../http/types';
import { isUpstreamError } from '../http/UpstreamError';
import { createKumaFetch } from './createKumaFetch';
import { createLists } from './createLists';
import { GoneEndpoints } from './GoneEndpoints';
import { KumaClient } from './KumaClient';
import { KumaClientConfig } from './KumaClientConfig';
import { knownPath } from './knownPaths';
import { createPermissionWriter } from './permissions/createPermissionWriter';
import { readConfig } from './readConfig';
import { readFacts } from './readFacts';
import { proxyLayout, shadowConfig } from './rows';
import { ControlPlaneConfig, ControlPlaneFacts, KumaKind } from './types';

/**
 * A client for one control plane. Nothing is sent before the first call.
 * @public
 */
export function createKumaClient(
  config: KumaClientConfig,
  options?: {
    fetch?: FetchFunction;
    /** Milliseconds before a repeated request, for tests. */
    retryDelay?: (attempt: number) => number;
  },
): KumaClient {
  const { auth } = config;
  const upstream = `Kuma control plane "${config.name}"`;
  const http = createHttpClient({
    upstream,
    baseUrl: config.baseUrl,
    authenticator: createStaticAuthenticator(
      auth.type === 'token'
        ? { type: 'bearer', token: auth.token }
        : { type: 'none' },
    ),
    secrets: secretsOf(auth),
    timeoutMilliseconds: config.timeoutMilliseconds,
    maxConcurrentRequests: config.maxConcurrentRequests,
    fetch:
      options?.fetch ??
      (auth.type === 'clientCertificate' ? createKumaFetch(auth) : undefined),
    delay: options?.retryDelay,
  });

  const gone = new GoneEndpoints();
  // What its config said once holds while it cannot be read.
  let configured: ControlPlaneConfig | undefined;
  async function askConfig(signal?: AbortSignal): Promise<ControlPlaneConfig> {
    configured = await readConfig(http, signal);
    return configured;
  }
  let last: ControlPlaneFacts | undefined;
  let known: Promise<ControlPlaneFacts> | undefined;
  async function askFacts(
    callOptions: Parameters<KumaClient['facts']>[0] = {},
  ): Promise<ControlPlaneFacts> {
    const { signal, withoutConfig } = callOptions;
    const [fresh] = await Promise.all([
      readFacts(http, signal),
      // An account may be kept from it, and it may fail for itself.
      withoutConfig || askConfig(signal).catch(ignoreUpstreamError),
    ]);
    const facts = { ...fresh, deployment: configured?.deployment };
    if (last && isAnother(last, facts)) gone.forget();
    last = facts;
    known = Promise.resolve(facts);
    return facts;
  }
  function currentFacts(): Promise<ControlPlaneFacts> {
    known ??= askFacts().catch(error => {
      known = undefined;
      throw error;
    });
    return known;
  }
  /** Where a kind is; `undefined` where this control plane has none of it. */
  async function placeOf(kind: KumaKind) {
    try {
      return (await currentFacts()).kinds[kind];
    } catch (error) {
      if (!isUpstreamError(error)) throw error;
      return knownPath(kind);
    }
  }
  const lists = createLists({ http, upstream, gone, placeOf });
  const permissions = createPermissionWriter({
    http,
    upstream,
    facts: currentFacts,
  });

  return {
    name: config.name,
    clockSkew: () => http.clockSkew(),
    facts: askFacts,
    config: callOptions => askConfig(callOptions?.signal),

    ...lists,
    getPermission: permissions.get,
    putPermission: permissions.put,
    deletePermission: permissions.remove,

    async shadowDiff({ mesh, dataplane }, callOptions) {
      const { diff = [] } = await http.request({
        path: `/meshes/${pathPart(mesh)}/dataplanes/${pathPart(
          dataplane,
        )}/_config`,
        query: { shadow: true, include: 'diff' },
        schema: shadowConfig,
        signal: callOptions?.signal,
      });
      return diff.map(({ op, path, value }) => ({ op, path, value }));
    },

    async outbounds({ mesh, dataplane }, callOptions) {
      try {
        const { outbounds } = await http.request({
          path: `/meshes/${pathPart(mesh)}/dataplanes/${pathPart(
            dataplane,
          )}/_layout`,
          schema: proxyLayout,
          signal: callOptions?.signal,
        });
        return outbounds.map(({ kri, port }) => ({ kri, port }));
      } catch (error) {
        const isUntold =
          isUpstreamError(error) && [400, 404].includes(error.status ?? 0);
        if (isUntold) return undefined;
        throw error;
      }
    },
  };
}

/** Whether a control plane was replaced by another, as in an upgrade. */
function isAnother(before: ControlPlaneFacts, now: ControlPlaneFacts): boolean {
  const nameOf = ({ version, kinds }: ControlPlaneFacts) =>
    JSON.stringify([version, Object.keys(kinds).sort()]);
  return nameOf(before) !== nameOf(now);
}

function ignoreUpstreamError(error: unknown): void {
  if (!isUpstreamError(error)) throw error;
}
