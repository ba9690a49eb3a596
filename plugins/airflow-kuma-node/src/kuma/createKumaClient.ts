import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createStaticAuthenticator } from '../http/auth/createStaticAuthenticator';
import { describeZodError } from '../http/checkShape';
import { createHttpClient } from '../http/createHttpClient';
import { pathPart } from '../http/pathPart';
import { secretsOf } from '../http/secretsOf';
import { FetchFunction, Listing } from '../http/types';
import { isUpstreamError } from '../http/UpstreamError';
import { ZodError } from 'zod';
import { createKumaFetch } from './createKumaFetch';
import { KumaClient } from './KumaClient';
import { KumaClientConfig } from './KumaClientConfig';
import { knownPath } from './knownPaths';
import { listResources } from './listResources';
import { createPermissionWriter } from './permissions/createPermissionWriter';
import { readConfig } from './readConfig';
import { readFacts } from './readFacts';
import { shadowConfig } from './rows';
import { toProxy } from './toProxy';
import { toZone } from './toZone';
import {
  ControlPlaneConfig,
  ControlPlaneFacts,
  KumaKind,
  RawProxy,
} from './types';
import { withoutCertificates } from './withoutCertificates';

// Short-lived pods come and go between two pages.
const MOVING: KumaKind[] = ['Workload', 'ServiceInsight', 'MeshInsight'];

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

  // What its config said once holds while it cannot be read.
  let configured: ControlPlaneConfig | undefined;
  async function askConfig(signal?: AbortSignal): Promise<ControlPlaneConfig> {
    configured = await readConfig(http, signal);
    return configured;
  }
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

    async list(kind, callOptions) {
      const served = await placeOf(kind);
      if (!served) return { rows: [], skipped: [] };
      const { mesh } = callOptions ?? {};
      const inMesh = mesh !== undefined && served.meshed;
      const listing = await listResources({
        http,
        upstream,
        path: `${inMesh ? `/meshes/${pathPart(mesh)}` : ''}/${served.path}`,
        moving: MOVING.includes(kind),
        signal: callOptions?.signal,
      });
      return kind === 'MeshTrust'
        ? { ...listing, rows: listing.rows.map(withoutCertificates) }
        : listing;
    },

    async listProxies(callOptions) {
      const { mesh, signal } = callOptions ?? {};
      const prefix = mesh === undefined ? '' : `/meshes/${pathPart(mesh)}`;
      const listing = await listResources({
        http,
        upstream,
        path: `${prefix}/dataplanes/_overview`,
        moving: true,
        signal,
      });
      return readEach(listing, toProxy);
    },

    async listZones(callOptions) {
      const listing = await listResources({
        http,
        upstream,
        path: '/zones/_overview',
        signal: callOptions?.signal,
      });
      return readEach(listing, toZone);
    },

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
  };
}

function ignoreUpstreamError(error: unknown): void {
  if (!isUpstreamError(error)) throw error;
}

/** Reads resource by resource; one that cannot be read is reported. */
function readEach<T extends RawProxy | { name: string }>(
  listing: Listing<KumaResource>,
  read: (row: KumaResource) => T,
): Listing<T> {
  const rows: T[] = [];
  const skipped = [...listing.skipped];
  for (const [index, row] of listing.rows.entries()) {
    try {
      rows.push(read(row));
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      skipped.push({
        item: `items[${index}]`,
        id: row.name,
        reason: describeZodError(error),
      });
    }
  }
  return { ...listing, rows, skipped };
}
