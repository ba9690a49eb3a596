import { CallOutcome, WayOut } from '../evaluator/reach';
import {
  DestinationServicePort,
  PermissionDialect,
  VerdictCode,
  VerdictOutcome,
} from '../evaluator/types';

/**
 * What Kuma 3.0 does to a call. `opens`: it is refused today and passes then.
 * `cannot-be-told`: one of the two cannot be judged; the reasons say why.
 * @public
 */
export type ReadinessState = 'stops' | 'cannot-be-told' | 'opens' | 'stays';

/**
 * States, what people must see first.
 * @public
 */
export const READINESS_STATES: readonly ReadinessState[] = [
  'stops',
  'cannot-be-told',
  'opens',
  'stays',
];

/**
 * What of 3.0 makes the difference to a call.
 * @public
 */
export type ReadinessCauseKind =
  /** A TrafficPermission, or a MeshTrafficPermission with `from`. */
  | 'older-permission'
  /** A policy that selects by tags: MeshSubset, MeshService and the like. */
  | 'target-kind'
  /** A policy that selects a proxy by name, which then selects all. */
  | 'target-by-name'
  /** A policy with an empty match, which 3.0 refuses. */
  | 'empty-match'
  /** A service that is called by its tag, or selects its proxies by tags. */
  | 'tag-service'
  /** An ExternalService. */
  | 'external-service'
  /** A proxy that no MeshIdentity selects. */
  | 'no-identity'
  /** The caller lists no `reachableBackends` that name the service. */
  | 'reachable-backends'
  /** A reference by name, where 3.0 takes labels only. */
  | 'reference-by-name'
  /** Traffic past the mesh, which 3.0 drops. */
  | 'passthrough'
  /** A smaller difference of the version, such as names of ports in SNI. */
  | 'version';

/** A resource that a cause is about. @public */
export type ReadinessResource = { kind: string; name: string };

/**
 * One reason why a call changes, found by judging the call under this rule of
 * 3.0 alone, or under all others.
 * @public
 */
export type ReadinessCause = {
  kind: ReadinessCauseKind;
  /** Whose it is to mend. */
  end: CallOutcome['decides'];
  /** At most 20. */
  resources: ReadinessResource[];
};

/**
 * A call as its two ends judge it.
 * @public
 */
export type CallEnds = {
  outcome: VerdictOutcome;
  decides: CallOutcome['decides'];
  /** Plain sentences: of the caller's end where it decides, of the destination's. */
  reason: string;
  /** Absent where there is none to tell. */
  caller?: Pick<WayOut, 'state' | 'code' | 'reason'>;
  destination: {
    outcome: VerdictOutcome;
    code: VerdictCode;
    dialect: PermissionDialect;
    reason: string;
    /** The policy that decides. */
    policy?: ReadinessResource;
  };
};

/**
 * One call today and under 3.0.
 * @public
 */
export type CallChange = {
  state: ReadinessState;
  before: CallEnds;
  after: CallEnds;
  causes: ReadinessCause[];
};

/**
 * A call to judge: who calls, and what.
 * @public
 */
export type CallQuestion = {
  /** Identities of the caller; one without URI SANs calls without a certificate. */
  callers: { uriSans: string[]; proxies: string[] }[];
  destination: DestinationServicePort;
  /** The destination is an ExternalService. */
  isExternal?: boolean;
  /** Telemetry saw the call pass. */
  isSeen?: boolean;
};

/**
 * What to add to the `reachableBackends` of a workload so that its calls go on.
 * @public
 */
export type ReachableBackendRef = {
  kind: string;
  labels: Record<string, string>;
};
