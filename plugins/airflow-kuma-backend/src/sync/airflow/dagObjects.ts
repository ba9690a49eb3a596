import {
  Dag,
  DagDependency,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawDag } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { fromInlets } from '../dependencies/fromInlets';
import { upstreamDags } from '../dependencies/upstreamDags';
import { NewObject } from '../store/types';
import { DagNotes } from './DagNotebook';
import { DetailRead } from './DetailReader';
import { ListsBeside } from './ListReader';
import {
  DagDetail,
  normaliseDag,
  storedDetail,
  storedInlets,
} from './normaliseDag';
import { AirflowSettings, LinkBase } from './settings';

/** What is stored of a DAG that moves all the time, and our notes of it. */
export type StoredLive = { shown: { nextRun?: string }; notes?: DagNotes };

/** What of a stored DAG stands where it is not told now. */
export type StoredDag = ReturnType<typeof storedDag>;

export function storedDag(data: Omit<Dag, 'nextRun'>) {
  return {
    detail: storedDetail(data),
    inlets: storedInlets(data),
    upstream: data.upstream,
  };
}

/** DAGs as they are stored, of what was read now and of what stands. */
export function dagObjects(
  rows: RawDag[],
  given: {
    lists: ListsBeside;
    details: Map<string, DetailRead>;
    stored: Map<string, StoredDag>;
    notesOf: (dagId: string) => DagNotes | undefined;
  },
  settings: AirflowSettings,
  links: LinkBase,
): (NewObject & { live: StoredLive })[] {
  const { lists, details, stored, notesOf } = given;
  const { assets, graph, isAssetsKnown } = lists;
  const inlets = fromInlets(assets ?? [], settings.declarations);
  const upstream = upstreamDags(assets ?? [], graph);
  return rows.map(row => {
    const detail = details.get(row.dagId);
    const before = stored.get(`/${row.dagId}`);
    const data = normaliseDag(
      {
        row,
        detail: withTasks(detail?.detail, before?.detail),
        inlets: [
          ...(inlets.get(row.dagId) ?? []),
          ...(isAssetsKnown ? [] : before?.inlets ?? []),
        ],
        upstream: mergeUpstream(
          upstream.get(row.dagId),
          before?.upstream.filter(({ via }) =>
            via === 'asset' ? !isAssetsKnown : graph === undefined,
          ),
        ),
        importErrors: lists.importErrors,
      },
      settings,
      links,
    );
    return {
      kind: 'dag',
      mesh: '',
      key: row.dagId,
      data,
      live: {
        shown: { nextRun: row.nextRun },
        notes: detail?.notes ?? notesOf(row.dagId),
      },
    };
  });
}

/** What was read, with the tasks of before where they could not be read. */
function withTasks(
  fresh: DetailRead['detail'] | undefined,
  before: DagDetail | undefined,
): DagDetail | undefined {
  return fresh
    ? { ...fresh, tasks: fresh.tasks ?? before?.tasks ?? [] }
    : before;
}

/** Dependencies that are told now, with those that stand from before. */
function mergeUpstream(
  now: DagDependency[] = [],
  before: DagDependency[] = [],
): DagDependency[] {
  if (before.length === 0) return now;
  const all = [...now, ...before].map(
    each => [JSON.stringify(each), each] as const,
  );
  return [...new Map(all)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
}
