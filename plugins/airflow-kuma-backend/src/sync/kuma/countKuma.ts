import {
  KumaResource,
  Service,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  RawProxy,
  SkippedItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { countsOf } from '../parts/countsOf';
import { ReadParts } from '../parts/ReadParts';
import { inboundsOf } from './inboundsOf';
import { record, text } from './json';
import {
  externalName,
  hasTagServices,
  NO_SERVICE_PORT,
} from './normaliseServices';

/** A kind as the control plane told it. */
export type Listed = {
  kind: string;
  rows: { name: string; mesh?: string }[];
  skipped: (SkippedItem & { mesh?: string })[];
};

/** Kinds that are of no mesh. */
const GLOBAL = new Set(['Zone']);

/** What of all meshes an item may be shown with. */
type Known = {
  meshes: Map<string, KumaResource>;
  proxies: RawProxy[];
  services: Service[];
};

/** Of a kind some items may be no row of their own. */
type Odd = { merged: number; leftOut: string[] };

/** Notes what became of each item that was told, by kind. */
export function countKuma(
  parts: ReadParts,
  listings: Listed[],
  options: {
    meshes: KumaResource[];
    isWanted: (mesh: string) => boolean;
    proxies: RawProxy[];
    /** What is shown of all meshes. */
    services: Service[];
  },
): void {
  const meshes = new Map(options.meshes.map(mesh => [mesh.name, mesh]));
  const whyNot = (kind: string, row: { name: string; mesh?: string }) => {
    if (GLOBAL.has(kind)) return undefined;
    const mesh = kind === 'Mesh' ? row.name : row.mesh ?? '';
    if (!meshes.has(mesh)) return 'in a mesh that is not told';
    if (options.isWanted(mesh)) return undefined;
    return 'in a mesh that the configuration leaves out';
  };
  for (const part of parts.list.filter(({ state }) => state === 'read')) {
    const listing = listings.find(({ kind }) => kind === part.name);
    if (!listing) continue;
    const isOfPart = (item: { mesh?: string }) =>
      part.mesh === undefined || item.mesh === part.mesh;
    const rows = listing.rows.filter(isOfPart);
    const left = rows.map(row => whyNot(part.name, row));
    const wanted = rows.filter((_, index) => left[index] === undefined);
    const { merged, leftOut } = oddOf(part.name, wanted, {
      meshes,
      proxies: options.proxies,
      services: options.services,
    });
    parts.count(
      part,
      countsOf({
        shown: wanted.length - merged - leftOut.length,
        merged,
        leftOut: [
          ...listing.skipped.filter(isOfPart).map(() => 'cannot be read'),
          ...left.filter(reason => reason !== undefined),
          ...leftOut,
        ],
      }),
    );
  }
}

function oddOf(kind: string, rows: Listed['rows'], known: Known): Odd {
  if (kind === 'ExternalService') return externalCounts(rows, known);
  if (kind === 'ServiceInsight') return insightCounts(rows, known);
  return { merged: 0, leftOut: [] };
}

/** ExternalServices that are shown with others, and those that nobody can call. */
function externalCounts(rows: Listed['rows'], { meshes }: Known): Odd {
  const reachable = (rows as KumaResource[]).filter(row =>
    hasTagServices(meshes.get(row.mesh!)!),
  );
  const names = new Set(
    reachable.map(row => JSON.stringify([row.mesh, externalName(row)])),
  );
  return {
    merged: reachable.length - names.size,
    leftOut: Array<string>(rows.length - reachable.length).fill(
      'its mesh takes MeshExternalServices alone',
    ),
  };
}

/**
 * Services that the control plane counts: each is shown under its tag, or with
 * a MeshService that stands for it, or not at all.
 */
function insightCounts(rows: Listed['rows'], known: Known): Odd {
  const keyOf = (mesh: string | undefined, name: unknown) =>
    JSON.stringify([mesh, name]);
  const tags = new Set(
    known.services
      .filter(({ kind }) => kind === 'ServiceTag')
      .map(({ mesh, name }) => keyOf(mesh, name)),
  );
  const stoodFor = new Set([
    ...known.services.flatMap(({ mesh, identities }) =>
      identities.map(identity => keyOf(mesh, identity)),
    ),
    ...known.proxies.flatMap(({ mesh, resource }) =>
      inboundsOf(resource)
        .filter(({ port }) => port !== NO_SERVICE_PORT)
        .map(({ tags: own }) => keyOf(mesh, record(own)['kuma.io/service'])),
    ),
  ]);
  const odd: Odd = { merged: 0, leftOut: [] };
  for (const row of rows as (KumaResource & { serviceType?: unknown })[]) {
    const key = keyOf(row.mesh, row.name);
    if (tags.has(key)) continue;
    if (stoodFor.has(key)) odd.merged += 1;
    else if (text(row.serviceType)?.startsWith('gateway'))
      odd.leftOut.push('a gateway, which nothing in its mesh calls');
    else odd.leftOut.push('no service that is shown answers to its tag');
  }
  return odd;
}
