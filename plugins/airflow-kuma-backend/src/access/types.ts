import {
  AccessRequest,
  KumaResource,
  ServiceKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { AuditActor } from '../audit';

/** A DAG of the source, as it was when the request was made. */
export type ResolvedDag = {
  ref: string;
  name: string;
  instance: string;
  dagId: string;
};

/** A port of a service that is asked for. */
export type ResolvedTarget = {
  ref: string;
  kind: ServiceKind;
  /** Name as the API gives it. */
  name: string;
  displayName: string;
  port: number;
  /** Entity ref. */
  owner: string;
};

/** What a request stands for in one mesh. */
export type ResolvedAccess = {
  controlPlane: string;
  mesh: string;
  dags: ResolvedDag[];
  /** Distinct certificates by their URI SANs, sorted. */
  identities: { uriSans: string[] }[];
  targets: ResolvedTarget[];
};

/**
 * Our part of a TrafficPermission: Kuma lets only one decide an inbound, so all
 * grants on one destination share a policy, and it carries what another's
 * policy allowed there before.
 */
export type MergedPart = {
  name: string;
  /** Tags of the destination, in full, so that it outranks others. */
  destination: Record<string, string>;
  sources: Record<string, string>[];
};

/** What one grant puts into the mesh. Frozen, so that a grant never widens by itself. */
export type GrantPlan = {
  /** Policies of this grant alone. */
  policies: KumaResource[];
  merged: MergedPart[];
};

/** A request as it is stored. */
export type AccessRecord = Omit<AccessRequest, 'availableTransitions'> & {
  version: number;
  resolved: ResolvedAccess;
  /** Data domains of both ends. */
  domains: string[];
  plan?: GrantPlan;
  /** Fingerprint of gains and losses that an approver confirmed. */
  confirmedImpact?: string;
  /** Whether all of it was allowed before anything was written. */
  allowedBefore?: boolean;
  /** When the last of its policies was taken away. */
  takenAwayAt?: string;
  /** What each proxy of the destination had acknowledged before the write. */
  acknowledgedBefore?: Record<string, number>;
  /** Reminders sent, by what they were about. */
  reminded?: string[];
  /** A person wants the owner of the caller's workload to be asked once more. */
  askCallerAgain?: boolean;
  /** Identity of what is asked for; unique while open. */
  openKey?: string;
};

/** What a grant has to tell of itself to be prolonged. */
export type Prolonged = Pick<AccessRecord, 'id' | 'end' | 'endedAt'>;

/** Who calls. */
export type Caller = {
  credentials: BackstageCredentials;
  /** User entity ref; absent for services. */
  user?: string;
  /** Plugin that calls with the user's authority, e.g. for a template or an agent. */
  via?: string;
  /** Subject of a service token. */
  service?: string;
  /** All refs through which somebody owns things, their own among them. */
  ownershipRefs: string[];
  audit: AuditActor;
};
