import {
  Dag,
  PartCounts,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  Listing,
  RawDag,
  RawImportError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { countsOf } from '../parts/countsOf';

/**
 * The import error of a DAG's file. Errors name files relative to the bundle
 * from 3.1 on and absolutely before, and DAGs do likewise, but not always in
 * the same version.
 */
export function importErrorOf(
  dag: Pick<RawDag, 'file' | 'bundle'>,
  errors: RawImportError[],
): string | undefined {
  return errors.find(error => isOf(dag, error))?.text;
}

/**
 * What became of import errors: one is shown at the DAGs of its file, of which
 * there are none where the file never was whole.
 */
export function importErrorCounts(
  list: Pick<Listing<RawImportError>, 'rows' | 'skipped'>,
  dags: Pick<RawDag, 'file' | 'bundle'>[],
): PartCounts {
  const lost = list.rows.filter(error => !dags.some(dag => isOf(dag, error)));
  return countsOf({
    shown: list.rows.length - lost.length,
    leftOut: [
      ...list.skipped.map(({ reason }) => reason),
      ...lost.map(() => 'no DAG that is shown is of its file'),
    ],
  });
}

function isOf(
  { file, bundle }: Pick<RawDag, 'file' | 'bundle'>,
  error: RawImportError,
): boolean {
  if (!file || !samePath(error.file, file)) return false;
  return !error.bundle || !bundle || error.bundle === bundle;
}

function samePath(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** The import error that a stored DAG has, where they cannot be read. */
export function storedImportError(dag: Omit<Dag, 'nextRun'>): RawImportError[] {
  const { file, bundle, importError: text } = dag;
  return file && text !== undefined ? [{ file, bundle, text }] : [];
}
