import {
  counted,
  ReadinessDay,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** `2 of 40 calls left, was 7 on 2026-11-20`. */
export function leftInWords(counts: {
  left: number;
  total: number;
  earlier?: ReadinessDay;
}): string {
  const { left, total, earlier } = counts;
  const now = `${left.toLocaleString('en')} of ${counted(total, 'call')} left`;
  return earlier
    ? `${now}, was ${earlier.left.toLocaleString('en')} on ${earlier.day}`
    : now;
}
