import { Dag } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  RawDag,
  RawImportError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/**
 * The import error of a DAG's file. Errors name files relative to the bundle
 * from 3.1 on and absolutely before, and DAGs do likewise, but not always in
 * the same version.
 */
export function importErrorOf(
  dag: Pick<RawDag, 'file' | 'bundle'>,
  errors: RawImportError[],
): string | undefined {
  const { file, bundle } = dag;
  if (!file) return undefined;
  const own = errors.find(
    error =>
      samePath(error.file, file) &&
      (!error.bundle || !bundle || error.bundle === bundle),
  );
  return own?.text;
}

function samePath(a: string, b: string): boolean {
  return a === b || a.endsWith(`/${b}`) || b.endsWith(`/${a}`);
}

/** The import error that a stored DAG has, where they cannot be read. */
export function storedImportError(dag: Omit<Dag, 'nextRun'>): RawImportError[] {
  const { file, bundle, importError: text } = dag;
  return file && text !== undefined ? [{ file, bundle, text }] : [];
}
