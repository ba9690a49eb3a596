import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { list, record } from './json';

/** Inbounds of a Dataplane, as far as they can be read. */
export function inboundsOf(dataplane: KumaResource): Record<string, unknown>[] {
  return list(record(dataplane.networking).inbound).map(record);
}
