import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { SkippedItem } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { countsOf } from '../parts/countsOf';
import { ReadParts } from '../parts/ReadParts';
import { externalName, hasTagServices } from './normaliseServices';

/** A kind as the control plane told it. */
export type Listed = {
  kind: string;
  rows: { name: string; mesh?: string }[];
  skipped: (SkippedItem & { mesh?: string })[];
};

/** Notes what became of each item that was told, by kind. */
export function countKuma(
  parts: ReadParts,
  listings: Listed[],
  options: { meshes: KumaResource[]; isWanted: (mesh: string) => boolean },
): void {
  const known = new Map(options.meshes.map(mesh => [mesh.name, mesh]));
  const whyNot = (mesh: string) => {
    if (!known.has(mesh)) return 'in a mesh that is not told';
    if (options.isWanted(mesh)) return undefined;
    return 'in a mesh that the configuration leaves out';
  };
  for (const part of parts.list.filter(({ state }) => state === 'read')) {
    const listing = listings.find(({ kind }) => kind === part.name);
    if (!listing) continue;
    const isOfPart = (item: { mesh?: string }) =>
      part.mesh === undefined || item.mesh === part.mesh;
    const rows = listing.rows.filter(isOfPart);
    const left = rows.map(row =>
      whyNot(part.name === 'Mesh' ? row.name : row.mesh ?? ''),
    );
    const shown = rows.filter((_, index) => left[index] === undefined);
    const { merged, unreachable } =
      part.name === 'ExternalService'
        ? externalCounts(shown, known)
        : { merged: 0, unreachable: 0 };
    parts.count(
      part,
      countsOf({
        shown: shown.length - merged - unreachable,
        merged,
        leftOut: [
          ...listing.skipped.filter(isOfPart).map(() => 'cannot be read'),
          ...left.filter(reason => reason !== undefined),
          ...Array<string>(unreachable).fill(
            'its mesh takes MeshExternalServices alone',
          ),
        ],
      }),
    );
  }
}

/** ExternalServices that are shown with others, and those that nobody can call. */
function externalCounts(
  rows: { name: string; mesh?: string }[],
  meshes: Map<string, KumaResource>,
) {
  const reachable = (rows as KumaResource[]).filter(row =>
    hasTagServices(meshes.get(row.mesh!)!),
  );
  const names = new Set(
    reachable.map(row => JSON.stringify([row.mesh, externalName(row)])),
  );
  return {
    merged: reachable.length - names.size,
    unreachable: rows.length - reachable.length,
  };
}
