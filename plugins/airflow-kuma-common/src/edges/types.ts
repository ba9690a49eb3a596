import { CallerWayOut, CallOutcome } from '../evaluator/reach';
import { Verdict } from '../evaluator/types';

/**
 * How a DAG came to declare a service.
 * @public
 */
export type DeclarationEvidence = {
  /** Inlet asset, DAG tag, or front matter in `doc_md`. */
  via: 'inlet' | 'tag' | 'doc';
  /** The text as written, e.g. `x-mesh-service://default/payments`. */
  text: string;
  /** The task, where the declaration is a task's. */
  taskId?: string;
};

/**
 * A service that a DAG says it calls, before it is resolved.
 * @public
 */
export type DeclaredDependency = {
  /** Mesh as written; absent where only the service is named. */
  mesh?: string;
  service: string;
  port?: number;
  evidence: DeclarationEvidence[];
};

/**
 * States of an edge, see `edgeState`.
 * @public
 */
export type EdgeState =
  | 'unknown'
  | 'not-enforced'
  | 'blocked'
  | 'needs-permission'
  | 'undeclared'
  | 'unused'
  | 'aligned';

/**
 * Permitted: what the mesh lets the DAG's identity do, from its proxies' way out
 * to the permissions of the service.
 * @public
 */
export type PermittedFacet = {
  outcome: 'allow' | 'deny' | 'not-enforced' | 'unknown';
  /** Plain sentence; for `unknown` it names what is missing. */
  reason: string;
  /** Which end makes it so; absent where neither could be asked. */
  decides?: CallOutcome['decides'];
  /** The caller's end; absent where there is none to tell. */
  wayOut?: CallerWayOut;
  /** One verdict per port, where there are several. */
  ports: {
    port: number;
    portName?: string;
    verdict: Verdict;
    agree: boolean;
  }[];
  /**
   * For `deny`: what a call lacks. Permissions open the destination, the
   * workload's own `reachableBackends` the way out.
   */
  lacks?: 'permission' | 'way-out' | 'both';
  /** `false` where what is written and what is enforced differ. */
  asIntended: boolean;
};

/**
 * Observed: what telemetry saw from the DAG's identity. Belongs to the
 * identity, never to the DAG alone.
 * @public
 */
export type ObservedFacet = {
  /**
   * `seen`: calls went through. `denied`: calls were refused. `silent`: a
   * source covers the whole window and saw nothing. `not-known`: nothing
   * covers it.
   */
  outcome: 'seen' | 'denied' | 'silent' | 'not-known';
  reason: string;
  /** Start of the window that was looked at, ISO. */
  windowStart?: string;
  lastSeen?: string;
  lastDenied?: string;
  /** Calls per second, over the rate window of the source. */
  rate?: number;
  /** Share of calls answered with 5xx or 4xx, 0 to 1. */
  errorShare?: number;
  p95Milliseconds?: number;
  /** Where it comes from: a Prometheus series or access logs. */
  evidence: { source: 'prometheus' | 'access-log'; text: string }[];
  /** How many DAGs share the identity that was seen (1: it is the DAG's own). */
  sharedBy: number;
  /** Link to traces of these calls, where config has a template for them. */
  traceUrl?: string;
  /**
   * Set where these calls are told elsewhere, so that one call is one fact: the
   * entity ref of another DAG, or the `id` of the identity that could be of
   * several. They then say nothing of this edge's state.
   */
  toldAt?: string;
};

/**
 * A workload identity that several DAGs share, with those of them that calls
 * seen from it could be of.
 * @public
 */
export type SharedCaller = {
  /** Stays the same; its node in the graph has it too. */
  id: string;
  controlPlane: string;
  mesh: string;
  uriSans: string[];
  /** How many DAGs share it. */
  sharedBy: number;
  /** Entity refs of those that the last call could be of, as far as the caller may see them. */
  couldBe: string[];
  /** How many it could be of, seen or not. */
  total: number;
  /** Why these, in a sentence. */
  reason: string;
};

/**
 * A DAG and a service with the three facets; or an identity and a service, where
 * calls could be of several DAGs. It has either `dag` or `caller`.
 * @public
 */
export type Edge = {
  /** Entity ref of the DAG. */
  dag?: string;
  /** Who was seen calling, where no DAG can be told. */
  caller?: SharedCaller;
  /** Entity ref of the service; absent where the declaration resolves to none. */
  service?: string;
  /** Service as declared, when it resolves to nothing. */
  unresolved?: string;
  state: EdgeState;
  /** Why this state, in a sentence. */
  reason: string;
  declared: DeclarationEvidence[];
  permitted: PermittedFacet;
  observed: ObservedFacet;
  /** Ids of live grants of ours on this edge. */
  grants: string[];
  /** Ids of requests on this edge that wait for a decision or for their start; absent where none does. */
  requests?: string[];
};
