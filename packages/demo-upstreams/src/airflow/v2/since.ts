import { AirflowVersion } from '../types';

/** Leaves out the fields that Airflow 3.0 does not send yet. */
export function since31<T extends Record<string, unknown>>(
  version: AirflowVersion,
  later: T,
): T | Record<string, never> {
  return version === '3.0.6' ? {} : later;
}
