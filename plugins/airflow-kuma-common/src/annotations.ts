/** Annotations that carry upstream ids, raw, so that names are reversible. @public */
export const ANNOTATION_AIRFLOW_INSTANCE = 'airflow.apache.org/instance';
/** @public */
export const ANNOTATION_AIRFLOW_DAG_ID = 'airflow.apache.org/dag-id';
/** Schedule in words, shown by search results. @public */
export const ANNOTATION_AIRFLOW_SCHEDULE = 'airflow.apache.org/schedule';
/** Tags as Airflow has them, JSON array, where a tag is no valid catalog tag. @public */
export const ANNOTATION_AIRFLOW_TAGS = 'airflow.apache.org/tags';
/** @public */
export const ANNOTATION_KUMA_CONTROL_PLANE = 'kuma.io/control-plane';
/** @public */
export const ANNOTATION_KUMA_MESH = 'kuma.io/mesh';
/** Name of the service as Kuma's API gives it. @public */
export const ANNOTATION_KUMA_SERVICE = 'kuma.io/service';
/** Kind of the service: MeshService, MeshMultiZoneService, MeshExternalService or ServiceTag. @public */
export const ANNOTATION_KUMA_SERVICE_KIND = 'kuma.io/service-kind';
/** @public */
export const ANNOTATION_KUMA_ZONE = 'kuma.io/zone';
/** @public */
export const ANNOTATION_KUMA_KRI = 'kuma.io/kri';
/** Raw text of the data domain; the label holds its slug. @public */
export const ANNOTATION_DATA_DOMAIN = 'airflow-kuma.dev/data-domain';
/** Raw text of the environment; the label holds its slug. @public */
export const ANNOTATION_ENVIRONMENT = 'airflow-kuma.dev/environment';
/**
 * Set by an organisation on its own Component:
 * `<control plane>/<mesh>/<service>`; the entity then gets the service's cards.
 * @public
 */
export const ANNOTATION_SERVICE = 'airflow-kuma.dev/service';
/** Catalog labels by which people group and filter. @public */
export const LABEL_DATA_DOMAIN = 'airflow-kuma.dev/data-domain';
/** @public */
export const LABEL_ENVIRONMENT = 'airflow-kuma.dev/environment';
/**
 * Kuma label on every policy that we own. Its value lists the grants, as
 * short ids joined by `.`; policies without it are never touched.
 * @public
 */
export const KUMA_LABEL_GRANTS = 'airflow-kuma.dev/grants';
/** `spec.type` of our entities. @public */
export const ENTITY_TYPE_AIRFLOW = 'airflow';
/** @public */
export const ENTITY_TYPE_DAG = 'airflow-dag';
/** @public */
export const ENTITY_TYPE_SERVICE = 'kuma-service';
/** @public */
export const ENTITY_TYPE_EXTERNAL_SERVICE = 'kuma-external-service';
/** @public */
export const ENTITY_TYPE_MESH = 'kuma-mesh';
