import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { list, record } from './json';

/**
 * Inbounds of a Dataplane, as far as they can be read; without ignored ones,
 * which take no part, as in the evaluator's `readProxy`.
 */
export function inboundsOf(dataplane: KumaResource): Record<string, unknown>[] {
  return list(record(dataplane.networking).inbound)
    .map(record)
    .filter(inbound => inbound.state !== 'Ignored');
}
