import {
  ObservationWindow,
  observationWindow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import memoize from 'lodash/memoize';
import { GraphFacts } from '../facts/GraphFacts';

/** How far back each DAG is looked at; DAGs of one schedule share one window. */
export function windowReader({
  dags,
  at,
}: Pick<GraphFacts, 'dags' | 'at'>): (
  dag: string,
) => ObservationWindow | undefined {
  const schedules = new Map(
    dags.map(({ ref, schedule }) => [ref, schedule.summary]),
  );
  const windowOf = memoize((schedule: string | undefined) =>
    observationWindow(schedule, at),
  );
  return dag => windowOf(schedules.get(dag));
}
