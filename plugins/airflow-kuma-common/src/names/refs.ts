import { encodeName } from './encodeName';
import { ServiceKind } from '../inventory/kuma';

const KIND_PREFIX: Record<ServiceKind, string> = {
  MeshService: '',
  MeshMultiZoneService: 'multizone_',
  MeshExternalService: 'external_',
  ServiceTag: 'tag_',
};

/**
 * Catalog name of an Airflow instance. Instances are called `airflow` or
 * `prod`, as are components that people write.
 * @public
 */
export function airflowEntityName(instance: string): string {
  return encodeName([instance], { prefix: 'airflow' });
}

/** Catalog name of a DAG. @public */
export function dagEntityName(instance: string, dagId: string): string {
  return encodeName([instance, dagId], { dotsInLast: true });
}

/** Catalog name of a mesh. @public */
export function meshEntityName(controlPlane: string, mesh: string): string {
  return encodeName([controlPlane, mesh]);
}

/**
 * Catalog name of a service. Kinds other than MeshService get a prefix with
 * `_`, which no MeshService name can hold (RFC 1035), so they never meet.
 * @public
 */
export function serviceEntityName(service: {
  controlPlane: string;
  mesh: string;
  kind: ServiceKind;
  name: string;
}): string {
  const { controlPlane, mesh, kind, name } = service;
  const safe = kind === 'MeshService' && name.includes('_') ? `_${name}` : name;
  return encodeName([controlPlane, mesh, `${KIND_PREFIX[kind]}${safe}`], {
    dotsInLast: true,
  });
}

/** Entity ref of an Airflow instance. @public */
export function airflowEntityRef(instance: string): string {
  return `component:default/${airflowEntityName(instance)}`;
}

/**
 * Entity ref that instances had at first: the bare name. One that the catalog
 * has under it keeps it.
 * @public
 */
export function formerAirflowEntityRef(instance: string): string {
  return `component:default/${encodeName([instance])}`;
}

/** Entity ref of a DAG. @public */
export function dagEntityRef(instance: string, dagId: string): string {
  return `component:default/${dagEntityName(instance, dagId)}`;
}

/** Entity ref of a mesh. @public */
export function meshEntityRef(controlPlane: string, mesh: string): string {
  return `resource:default/${meshEntityName(controlPlane, mesh)}`;
}

/** Entity ref of a service. @public */
export function serviceEntityRef(
  service: Parameters<typeof serviceEntityName>[0],
): string {
  return `resource:default/${serviceEntityName(service)}`;
}
