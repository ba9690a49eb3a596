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
  /** What the proxies of a service refused in the last day. */
  refusals(service: ServiceFact): Promise<Refusals>;
}

/** Refused calls at one destination; a part is absent where nobody can tell. */
export type Refusals = {
  /** ISO start of the day; absent where no source is asked. */
  since?: string;
  counted?: {
    refused: number;
    /** Refs of other services behind the same proxies. */
    alsoOf: string[];
  };
  logged?: LoggedRefusal[];
  /** ISO time from which on they tell, within the day. */
  loggedSince?: string;
  notKnown: string[];
};

/** Calls of one caller that one policy refused. */
export type LoggedRefusal = {
  caller: string;
  /** Empty where no rule let it in. */
  policy: string;
  count: number;
  /** Milliseconds since 1970. */
  lastDenied: number;
};

/** What was seen from one identity; who shares it is told by the edge. */
export type Observation = Omit<ObservedFacet, 'sharedBy' | 'traceUrl'>;

/** For an inventory without telemetry, and for instants that it does not cover. */
export function emptyBook(reason: string): ObservationBook {
  return {
    servicesSeenFrom: () => [],
    look: () => ({ outcome: 'not-known', reason, evidence: [] }),
    refusals: async () => ({ notKnown: [reason] }),
  };
}
