import {
  FilterValues,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { SeenInventory } from './InventoryService';
import { dagStates } from './rows/dagRows';
import { serviceStates } from './rows/serviceRows';

/** Values that filters can offer, each with how many things have it. */
export function filterValues(
  seen: Pick<SeenInventory, 'dags' | 'services'>,
  sources: SourceStatus[],
): FilterValues {
  const dags = seen.dags.map(({ dag }) => dag);
  const services = seen.services.map(({ service }) => service);
  const titles = (kind: SourceStatus['kind']) =>
    new Map(
      sources
        .filter(source => source.kind === kind)
        .map(source => [source.name, source.title]),
    );
  const shared = [...dags, ...services];
  return {
    instance: count(
      dags.map(dag => dag.instance),
      titles('airflow'),
    ),
    controlPlane: count(
      services.map(service => service.controlPlane),
      titles('kuma'),
    ),
    mesh: count(services.map(service => service.mesh)),
    zone: count(services.map(service => service.zone)),
    environment: count(shared.map(each => each.environment)),
    dataDomain: count(shared.map(each => each.dataDomain)),
    owner: count(shared.map(each => each.owner)),
    state: count([
      ...seen.dags.flatMap(dagStates),
      ...seen.services.flatMap(serviceStates),
    ]),
  };
}

function count(
  values: (string | undefined)[],
  labels?: Map<string, string>,
): FilterValues['mesh'] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value === undefined) continue;
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, total]) => ({
      value,
      label: labels?.get(value) ?? value,
      count: total,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
