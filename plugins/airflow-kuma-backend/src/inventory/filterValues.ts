import {
  FilterValues,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { SeenInventory } from './InventoryService';
import { dagStates } from './rows/dagRows';
import { instancesOf, placesOf } from './rows/linked';
import { serviceStates } from './rows/serviceRows';

/** What a DAG or a service has of each filter. */
type Traits = Record<keyof FilterValues, (string | undefined)[]>;

/** Values that filters can offer, each with the rows that it leaves of each table. */
export function filterValues(
  seen: SeenInventory,
  sources: SourceStatus[],
): FilterValues {
  const dags = seen.dags.map((entry): Traits => {
    const { dag } = entry;
    return {
      ...placesOf(seen, dag.ref),
      instance: [dag.instance],
      environment: [dag.environment],
      dataDomain: [dag.dataDomain],
      owner: [dag.owner],
      state: dagStates(entry),
    };
  });
  const services = seen.services.map((entry): Traits => {
    const { service } = entry;
    return {
      controlPlane: [service.controlPlane],
      mesh: [service.mesh],
      zone: [service.zone],
      instance: instancesOf(seen, service.ref),
      environment: [service.environment],
      dataDomain: [service.dataDomain],
      owner: [service.owner],
      state: serviceStates(entry),
    };
  });
  const titles = (kind: SourceStatus['kind']) =>
    new Map(
      sources
        .filter(source => source.kind === kind)
        .map(source => [source.name, source.title]),
    );
  const values = (key: keyof FilterValues, labels?: Map<string, string>) =>
    count(
      dags.map(each => each[key]),
      services.map(each => each[key]),
      labels,
    );
  return {
    instance: values('instance', titles('airflow')),
    controlPlane: values('controlPlane', titles('kuma')),
    mesh: values('mesh'),
    zone: values('zone'),
    environment: values('environment'),
    dataDomain: values('dataDomain'),
    owner: values('owner'),
    state: values('state'),
  };
}

function count(
  ofDags: (string | undefined)[][],
  ofServices: (string | undefined)[][],
  labels?: Map<string, string>,
): FilterValues['mesh'] {
  const dags = countsOf(ofDags);
  const services = countsOf(ofServices);
  return [...new Set([...dags.keys(), ...services.keys()])]
    .map(value => ({
      value,
      label: labels?.get(value) ?? value,
      dags: dags.get(value) ?? 0,
      services: services.get(value) ?? 0,
    }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** How many rows have each value; one that has it twice counts once. */
function countsOf(rows: (string | undefined)[][]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const values of rows) {
    for (const value of new Set(values)) {
      if (value === undefined) continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return counts;
}
