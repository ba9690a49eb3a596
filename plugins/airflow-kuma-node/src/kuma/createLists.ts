import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { pathPart } from '../http/pathPart';
import { HttpClient } from '../http/types';
import { GoneEndpoints } from './GoneEndpoints';
import { asOverview } from './insights/asOverview';
import { KumaClient } from './KumaClient';
import { listResources } from './listResources';
import { readEach } from './readEach';
import { toProxy } from './toProxy';
import { toZone } from './toZone';
import { KumaKind, SeenListing } from './types';
import { withoutCertificates } from './withoutCertificates';

// Short-lived pods come and go between two pages.
const MOVING: KumaKind[] = [
  'Workload',
  'DataplaneInsight',
  'ServiceInsight',
  'MeshInsight',
];

type ListRequest = { moving: boolean; signal?: AbortSignal };

/** Reads lists as control planes from 2.9 to 3.0 tell them, which drops some. */
export function createLists(options: {
  http: HttpClient;
  upstream: string;
  gone: GoneEndpoints;
  /** Where a kind is; `undefined` where this control plane has none of it. */
  placeOf: (
    kind: KumaKind,
  ) => Promise<{ path: string; meshed: boolean } | undefined>;
}): Pick<KumaClient, 'list' | 'listProxies' | 'listZones'> {
  const { http, upstream, gone } = options;

  const list = (path: string, request: ListRequest) =>
    listResources({ http, upstream, path, ...request });

  /** Of one mesh, or of all at once where the control plane tells that. */
  async function ofMesh<T>(
    path: string,
    mesh: string | undefined,
    read: (at: string) => Promise<T>,
  ): Promise<T> {
    if (mesh === undefined) return gone.ask(path, () => read(`/${path}`));
    const answer = await read(`/meshes/${pathPart(mesh)}/${path}`);
    gone.confirm(path);
    return answer;
  }

  /** Overviews, or where they are gone resources whose insights are not told. */
  function overviewsOf(
    kind: 'dataplane' | 'zone',
    at: string,
    request: ListRequest,
  ): Promise<SeenListing<KumaResource>> {
    return gone.askOr<SeenListing<KumaResource>>(
      `${kind} overviews`,
      () => list(`${at}/_overview`, request),
      async () => {
        const listing = await list(at, request);
        const rows = listing.rows.map(row => asOverview(kind, row, null));
        return { ...listing, rows, withoutInsights: true };
      },
    );
  }

  return {
    async list(kind, callOptions) {
      const served = await options.placeOf(kind);
      if (!served) return { rows: [], skipped: [] };
      const { mesh, signal } = callOptions ?? {};
      const moving = MOVING.includes(kind);
      const read = (at: string) => list(at, { moving, signal });
      const listing = served.meshed
        ? await ofMesh(served.path, mesh, read)
        : await read(`/${served.path}`);
      return kind === 'MeshTrust'
        ? { ...listing, rows: listing.rows.map(withoutCertificates) }
        : listing;
    },

    async listProxies(callOptions) {
      const { mesh, signal } = callOptions ?? {};
      const listing = await ofMesh('dataplanes', mesh, at =>
        overviewsOf('dataplane', at, { moving: true, signal }),
      );
      return readEach(listing, toProxy);
    },

    async listZones(callOptions) {
      const { signal } = callOptions ?? {};
      const request = { moving: false, signal };
      return readEach(await overviewsOf('zone', '/zones', request), toZone);
    },
  };
}
