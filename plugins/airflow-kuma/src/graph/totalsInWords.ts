import {
  counted,
  GraphAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** `1 DAG, 2 services, 1,234 dependencies`. */
export function totalsInWords(
  totals: Pick<GraphAnswer['totals'], 'dags' | 'services' | 'edges'>,
): string {
  return [
    counted(totals.dags, 'DAG'),
    counted(totals.services, 'service'),
    counted(totals.edges, 'dependency', 'dependencies'),
  ].join(', ');
}
