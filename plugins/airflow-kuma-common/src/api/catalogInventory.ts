import { Dag } from '../inventory/airflow';
import { Mesh, Service } from '../inventory/kuma';

/**
 * What the catalog module needs of an Airflow instance:
 * `GET /inventory/airflow/:instance`, for services only.
 * @public
 */
export type AirflowCatalogInventory = {
  instance: string;
  title: string;
  /** Link for people. */
  uiUrl?: string;
  /** `false` while nothing was ever read: then nothing is known, not even "none". */
  ready: boolean;
  dags: CatalogDag[];
};

/** What of a DAG goes into its entity. @public */
export type CatalogDag = Pick<
  Dag,
  | 'dagId'
  | 'displayName'
  | 'description'
  | 'tags'
  | 'uiUrl'
  | 'owner'
  | 'system'
  | 'dataDomain'
  | 'environment'
> & {
  schedule?: string;
  /** Entity refs of declared services and of upstream DAGs. */
  dependsOn: string[];
};

/**
 * What the catalog module needs of a control plane:
 * `GET /inventory/kuma/:controlPlane`, for services only.
 * @public
 */
export type KumaCatalogInventory = {
  controlPlane: string;
  title: string;
  uiUrl?: string;
  ready: boolean;
  meshes: Pick<Mesh, 'mesh' | 'zones' | 'guiUrl'>[];
  services: CatalogService[];
};

/** What of a service goes into its entity. @public */
export type CatalogService = Pick<
  Service,
  | 'mesh'
  | 'kind'
  | 'name'
  | 'displayName'
  | 'description'
  | 'zone'
  | 'kri'
  | 'hostnames'
  | 'labels'
  | 'owner'
  | 'system'
  | 'dataDomain'
  | 'environment'
  | 'guiUrl'
>;
