import { IndexableDocument } from '@backstage/plugin-search-common';

/** Types of documents, as result items in the frontend know them. */
export const DAG_DOCUMENT = 'airflow-dag';
export const SERVICE_DOCUMENT = 'kuma-service';

/** A DAG to be found. */
export type DagDocument = IndexableDocument & {
  dagId: string;
  instance: string;
  schedule: string;
  owner: string;
  dataDomain: string;
  environment: string;
  tags: string[];
};

/** A service to be found. */
export type ServiceDocument = IndexableDocument & {
  kind: string;
  controlPlane: string;
  mesh: string;
  zone: string;
  owner: string;
  dataDomain: string;
  environment: string;
  hostnames: string[];
  /** `key=value` */
  labels: string[];
};
