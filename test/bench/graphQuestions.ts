import {
  dagEntityRef,
  serviceEntityRef,
} from '../../plugins/airflow-kuma-common/src';
import { graphData } from './graphData';

const RUNS = 20;

/** Asks a path under `/graph`; with a body it is posted. */
type Ask<T> = (path: string, body?: object) => Promise<T>;

/** What people ask in the panel of a node, each time of something else. */
export async function askQuestions<T>(
  ask: Ask<T>,
  data: ReturnType<typeof graphData>,
): Promise<Record<'reach' | 'path' | 'impact', T[]>> {
  const permissions = data.resources.filter(
    ({ type }) => type === 'MeshTrafficPermission',
  );
  const took = { reach: [] as T[], path: [] as T[], impact: [] as T[] };
  for (let run = 0; run < RUNS; run += 1) {
    const { instance, dagId } = data.dags[run * 31];
    const dag = dagEntityRef(instance, dagId);
    const service = serviceEntityRef(data.services[run * 7]);
    took.reach.push(
      await ask(run % 2 ? `/reach?to=${service}` : `/reach?from=${dag}`),
    );
    took.path.push(await ask(`/path?source=${dag}&destination=${service}`));
    // All kinds in turn: exact and by prefix, of one service, a domain or all.
    const { type, name } = permissions[run];
    took.impact.push(
      await ask('/impact', {
        controlPlane: data.mesh.controlPlane,
        mesh: data.mesh.mesh,
        remove: [{ kind: type, name }],
      }),
    );
  }
  return took;
}
