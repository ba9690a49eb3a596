import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Who or what started a run; Airflow before 3.0 does not say who. */
export function triggeredBy(
  run: Pick<DagRun, 'runType' | 'triggeredBy' | 'user'>,
): string {
  const how = [run.runType, run.triggeredBy]
    .filter(Boolean)
    .map(part => part!.replace(/_/g, ' '))
    .join(', by ');
  return run.user ? `${run.user} (${how})` : how;
}
