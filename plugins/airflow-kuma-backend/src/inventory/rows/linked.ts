import { edgeDags } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { SeenInventory } from '../InventoryService';

type Edges = Pick<
  SeenInventory,
  'edgesByDag' | 'edgesByService' | 'dagByRef' | 'serviceByRef'
>;

/** Where the services are that a DAG has edges to. */
export function placesOf(seen: Edges, dagRef: string) {
  const services = (seen.edgesByDag.get(dagRef) ?? []).flatMap(
    edge => (edge.service && seen.serviceByRef.get(edge.service)) || [],
  );
  return {
    controlPlane: services.map(service => service.controlPlane),
    mesh: services.map(service => service.mesh),
    zone: services.flatMap(service => service.zone ?? []),
  };
}

/** Airflow instances whose DAGs have edges to a service. */
export function instancesOf(seen: Edges, serviceRef: string): string[] {
  return (seen.edgesByService.get(serviceRef) ?? [])
    .flatMap(edgeDags)
    .flatMap(dag => seen.dagByRef.get(dag)?.instance ?? []);
}
