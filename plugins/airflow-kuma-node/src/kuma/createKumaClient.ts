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
import { readFacts } from './readFacts';
import { shadowConfig } from './rows';
import { toProxy } from './toProxy';
import { toZone } from './toZone';
import { ControlPlaneFacts, KumaKind, RawProxy } from './types';
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

  let known: Promise<ControlPlaneFacts> | undefined;
  async function askFacts(signal?: AbortSignal): Promise<ControlPlaneFacts> {
    const fresh = await readFacts(http, signal);
    const before = await known?.catch(() => undefined);
    // What its config said once holds while it cannot be read.
    const deployment = fresh.deployment ?? before?.deployment;
    const facts = { ...fresh, deployment };
    known = Promise.resolve(facts);
    return facts;
  }
  function currentFacts(): Promise<ControlPlaneFacts> {
    known ??= readFacts(http).catch(error => {
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
    facts: callOptions => askFacts(callOptions?.signal),

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
