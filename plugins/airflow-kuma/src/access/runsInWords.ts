import {
  AccessRuns,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** How many ran as the identities of a grant, and what is kept from the reader. */
export function runsInWords(
  answer: Pick<AccessRuns, 'total' | 'dags' | 'identities' | 'hidden'>,
): string {
  const { total, dags, identities, hidden } = answer;
  const asWhom =
    identities.length === 1
      ? identities[0]
      : `one of ${identities.length} identities`;
  const shown = `${counted(dags.length, 'DAG')} could use it, because ${
    dags.length === 1 ? 'it runs' : 'they run'
  } as ${asWhom}. ${dags.length === 1 ? 'It' : 'They'} had ${runs(
    total,
  )} while the permission was in the mesh.`;
  return hidden.dags === 0
    ? shown
    : `${shown} So could ${counted(
        hidden.dags,
        'DAG',
      )} that the catalog keeps from you, with ${runs(hidden.runs)}.`;
}

function runs(count: number): string {
  return count === 0 ? 'no run' : counted(count, 'run');
}
