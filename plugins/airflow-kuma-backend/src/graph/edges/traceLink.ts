import { DagIdentity } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';

/**
 * Fills in the template of `airflowKuma.observed.traceUrl`. What is filled in
 * comes from upstreams, so it can only ever be a part of the query or path: none
 * for a name of dots alone, which would be a step in the path.
 */
export function traceLink(
  template: string,
  identity: DagIdentity,
  service: ServiceFact,
): string | undefined {
  const values: Record<string, string> = {
    mesh: service.mesh,
    source: identity.uriSans[0]?.split('/').at(-1) ?? '',
    destination: service.displayName,
  };
  if (Object.values(values).some(value => /^\.{1,2}$/.test(value))) {
    return undefined;
  }
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? encodeURIComponent(values[name]) : whole,
  );
}
