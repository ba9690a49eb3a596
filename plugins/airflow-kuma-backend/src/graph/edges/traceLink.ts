import { DagIdentity } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';

/**
 * Fills in the template of `airflowKuma.observed.traceUrl`. What is filled in
 * comes from upstreams, so it can only ever be a part of the query or path.
 */
export function traceLink(
  template: string,
  identity: DagIdentity,
  service: ServiceFact,
): string {
  const values: Record<string, string> = {
    mesh: service.mesh,
    source: identity.uriSans[0]?.split('/').at(-1) ?? '',
    destination: service.displayName,
  };
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    name in values ? encodeURIComponent(values[name]) : whole,
  );
}
