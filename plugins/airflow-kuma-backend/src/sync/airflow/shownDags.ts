import {
  Listing,
  RawDag,
  RawImportError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PartCounts } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { countsOf } from '../parts/countsOf';
import { importErrorOf } from './importErrors';
import { AirflowSettings } from './settings';

type Filter = AirflowSettings['filter'];

/** The DAGs of a list that are shown, and what became of the others. */
export function shownDags(
  list: Pick<Listing<RawDag>, 'rows' | 'skipped'>,
  importErrors: RawImportError[],
  filter: Filter,
): { rows: RawDag[]; counts: PartCounts } {
  const rows: RawDag[] = [];
  const leftOut = list.skipped.map(({ reason }) => reason);
  for (const row of list.rows) {
    const whyNot = whyNotShown(row, importErrors, filter);
    if (whyNot) leftOut.push(whyNot);
    else rows.push(row);
  }
  return { rows, counts: countsOf({ shown: rows.length, leftOut }) };
}

/** Why a DAG is not shown; nothing where it is. */
function whyNotShown(
  row: RawDag,
  importErrors: RawImportError[],
  { tags, dagId, excludeStale }: Filter,
): string | undefined {
  // Airflow 3 calls a DAG stale as soon as its file does not import (seen on
  // 3.3.2): its error is what people look for, so it is not left out.
  if (
    excludeStale &&
    row.isStale &&
    importErrorOf(row, importErrors) === undefined
  ) {
    return 'stale: its file is gone, and filter.excludeStale is on';
  }
  if (dagId && !dagId.test(row.dagId)) return 'left out by filter.dagId';
  if (tags && !tags.some(tag => row.tags.includes(tag))) {
    return 'left out by filter.tags';
  }
  return undefined;
}
