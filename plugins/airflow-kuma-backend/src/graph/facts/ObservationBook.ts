import {
  DagIdentity,
  ObservationWindow,
  ObservedFacet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';

/** What telemetry saw, by identity and service. */
export interface ObservationBook {
  /** Entity refs of services that an identity was seen calling, or trying to, within a window. */
  servicesSeenFrom(
    identity: DagIdentity,
    window?: ObservationWindow,
  ): Iterable<string>;
  /** What is known of one identity and one service within a window. */
  look(question: {
    identity: DagIdentity;
    service: ServiceFact;
    /** Absent where nothing says when the DAG runs: silence then tells nothing. */
    window?: ObservationWindow;
  }): Observation;
}

/** What was seen from one identity; who shares it is told by the edge. */
export type Observation = Omit<ObservedFacet, 'sharedBy' | 'traceUrl'>;

/** For an inventory without telemetry, and for instants that it does not cover. */
export function emptyBook(reason: string): ObservationBook {
  return {
    servicesSeenFrom: () => [],
    look: () => ({ outcome: 'not-known', reason, evidence: [] }),
  };
}
