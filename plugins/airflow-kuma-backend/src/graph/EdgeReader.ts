import {
  Callers,
  DagIdentity,
  Edge,
  Enforcement,
  Reachable,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import { ServiceFact } from '../sync/InventoryReader';

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
  /** Who may call a service, in names that the caller may see. */
  mayCall(
    service: ServiceFact,
    visible: VisibleEntities,
  ): Promise<{ dags: Reachable[]; unknown: number; callers: Callers }>;
  /** What happens to calls at a service; `undefined` before its mesh was read. */
  enforcementOf(service: ServiceFact): Promise<Enforcement | undefined>;
}
