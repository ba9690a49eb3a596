import {
  CatalogService,
  KumaCatalogInventory,
  serviceEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { entityLocation, words } from './entityLocation';
import { ServiceDocument } from './types';

/** A service with what the catalog does not carry: hostnames, zone, labels. */
export function serviceDocument(
  service: CatalogService,
  inventory: Pick<KumaCatalogInventory, 'controlPlane' | 'title'>,
): ServiceDocument {
  const { controlPlane } = inventory;
  const ref = serviceEntityRef({ ...service, controlPlane });
  const labels = Object.entries(service.labels).map(
    ([key, value]) => `${key}=${value}`,
  );
  return {
    title: service.displayName,
    text: words([
      service.description,
      service.name,
      ...service.hostnames,
      service.mesh,
      service.zone,
      service.owner,
      service.dataDomain,
      service.environment,
      inventory.title,
      ...labels,
    ]),
    location: entityLocation(ref),
    authorization: { resourceRef: ref },
    kind: service.kind,
    controlPlane: inventory.title,
    mesh: service.mesh,
    zone: service.zone ?? '',
    owner: service.owner,
    dataDomain: service.dataDomain ?? '',
    environment: service.environment ?? '',
    hostnames: service.hostnames,
    labels,
  };
}
