import {
  DagIdentity,
  Edge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * Dependencies with their three facets, for tables, details and `access`.
 *
 * Answers hold everything, whoever asks: a router must drop what the caller
 * may not see in the catalog before it answers (also from `sharedWith`).
 * `asOf` is an ISO instant: the edges as they were then. Without it, now.
 */
export interface EdgeReader {
  edges(options?: { asOf?: string }): Promise<Edge[]>;
  /** Its own, and those of an identity that could be its. */
  edgesOfDag(dagRef: string, options?: { asOf?: string }): Promise<Edge[]>;
  edgesOfService(
    serviceRef: string,
    options?: { asOf?: string },
  ): Promise<Edge[]>;
  /** How a DAG is tied to what Envoy checks; one entry for each rule that fits. */
  identitiesOf(dagRef: string): Promise<DagIdentity[]>;
  /** Entity refs of DAGs that may call a service although no edge says so. */
  mayCall(serviceRef: string): Promise<string[]>;
}
