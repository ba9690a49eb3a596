import { ObservedFacet } from '../edges/types';
import { EndpointGone } from '../upgrade';
import {
  CallEnds,
  ReadinessCause,
  ReadinessCauseKind,
  ReadinessFinding,
  ReadinessResource,
  ReadinessState,
  ReachNeed,
} from '../readiness';

/** How many calls are in each state. @public */
export type ReadinessCounts = Record<ReadinessState, number>;

/**
 * A call of a DAG, or of an identity that several share, today and under 3.0.
 * @public
 */
export type ReadinessCall = {
  /** Stays the same. */
  id: string;
  /** Entity ref of the DAG. */
  dag?: string;
  dagName?: string;
  /** Who was seen calling, where no DAG can be told. */
  caller?: { uriSans: string[]; couldBe: string[]; total: number };
  /** Tasks that declare the call; empty where the DAG as a whole does, or none. */
  tasks: string[];
  /** Entity ref of the service; absent where what is declared is none. */
  service?: string;
  /** Its name, or what was declared. */
  serviceName: string;
  serviceOwner?: string;
  /** The port that this is about, where the service has several. */
  port?: number;
  declared: boolean;
  granted: boolean;
  observed: ObservedFacet['outcome'];
  state: ReadinessState;
  before: CallEnds;
  after: CallEnds;
  causes: ReadinessCause[];
};

/**
 * Something to mend, and how many calls wait for it.
 * @public
 */
export type ReadinessMend = {
  kind: ReadinessCauseKind;
  resources: ReadinessResource[];
  /** Entity refs of the services that it is about. */
  services: string[];
  calls: number;
};

/**
 * A workload whose `reachableBackends` have to name what it calls.
 * @public
 */
export type ReadinessWorkload = ReachNeed & {
  /** Its `kuma.io/workload`, or the name of its proxy. */
  name: string;
  /** How many proxies it has that list the same. */
  proxies: number;
  /** The whole list, to copy. */
  yaml: string;
};

/**
 * What one owner has to do.
 * @public
 */
export type ReadinessOwner = {
  /** Entity ref. */
  owner: string;
  /** Calls of the owner's DAGs. */
  counts: ReadinessCounts;
  /** Calls that do not stay as they are. */
  left: number;
  total: number;
  /** How many were left on an earlier day. */
  earlier?: ReadinessDay;
  /** Those that do not stay, worst first. */
  calls: ReadinessCall[];
  /** What the owner's own services, policies and proxies need, for whose calls ever. */
  mends: ReadinessMend[];
  workloads: ReadinessWorkload[];
};

/**
 * What the portal can propose to one owner, `GET /readiness/pull-requests`: one
 * pull request for each repository that holds manifests of their workloads.
 * @public
 */
export type ReadinessPullRequests = {
  /** Entity ref. */
  owner: string;
  /** Whether the caller may open them. */
  mayOpen: boolean;
  repositories: ReadinessRepository[];
  /** Workloads whose list has to be copied, each with the reason. */
  byHand: { workload: string; reason: string }[];
};

/**
 * The pull request of an owner in one repository. `none`: not opened yet.
 * `unknown`: its host does not tell.
 * @public
 */
export type ReadinessRepository = {
  repository: string;
  /** Workloads whose manifests lie there. */
  workloads: string[];
  state: 'none' | 'open' | 'merged' | 'closed' | 'unknown';
  /** Address of the pull request. */
  reference?: string;
  /** Why there is none, or why its state cannot be told. */
  problem?: string;
};

/** Calls that were left on a day. @public */
export type ReadinessDay = {
  /** e.g. `2026-11-28`, in UTC. */
  day: string;
  left: number;
  total: number;
};

/** A mesh that can be looked at. @public */
export type ReadinessMesh = {
  controlPlane: string;
  mesh: string;
  version?: string;
  /** Its control plane is of 3.0 or newer. */
  is30: boolean;
};

/**
 * `GET /readiness?controlPlane=&mesh=`: what Kuma 3.0 changes for the calls of
 * a mesh, by owner.
 * @public
 */
export type ReadinessAnswer = ReadinessMesh & {
  /** ISO time of what this rests on. */
  at: string;
  counts: ReadinessCounts;
  left: number;
  total: number;
  /** Days before this one, oldest first; empty for who may not see all calls. */
  days: ReadinessDay[];
  /** Those with something left first. */
  owners: ReadinessOwner[];
  /** All of the mesh that goes, whether or not a call rests on it. */
  findings: ReadinessFinding[];
  /** What this portal itself asks of control planes, and 3.0 drops. */
  portal: EndpointGone[];
  /** What could not be read, so that something may be missing or unknown. */
  limits: string[];
};
