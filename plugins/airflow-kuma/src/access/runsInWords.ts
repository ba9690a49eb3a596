import { AccessRuns } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** How many ran as the identities of a grant, and what is kept from the reader. */
export function runsInWords(
  runs: Pick<AccessRuns, 'total' | 'dags' | 'identities' | 'hidden'>,
): string {
  const { total, dags, identities, hidden } = runs;
  const asWhom =
    identities.length === 1
      ? identities[0]
      : `one of ${identities.length} identities`;
  const shown = `these are the ${many(total, 'run')} of the ${many(
    dags.length,
    'DAG',
  )} that ran as ${asWhom} while the permission was in the mesh.`;
  return hidden.dags === 0
    ? shown
    : `${shown} Besides them, ${many(
        hidden.dags,
        'DAG',
      )} that the catalog keeps from you had ${many(hidden.runs, 'run')}.`;
}

function many(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
