import { Verdict } from '../evaluator/types';

/**
 * States of a request and of the grant it becomes. `applying` and `removing`
 * last until the mesh is seen to agree.
 * @public
 */
export type AccessState =
  | 'pending'
  | 'denied'
  | 'withdrawn'
  | 'lapsed'
  | 'scheduled'
  | 'applying'
  | 'active'
  | 'removing'
  | 'removed';

/**
 * Who somebody is towards one request. One person can have several roles;
 * whoever is `requester` never decides, whatever else they are.
 * @public
 */
export type AccessRole =
  | 'requester'
  | 'approver'
  | 'owner'
  | 'administrator'
  | 'system';

/** What can be done to a request. @public */
export type AccessTransition =
  | 'approve'
  | 'deny'
  | 'withdraw'
  | 'lapse'
  | 'start'
  | 'confirm'
  | 'revoke'
  | 'expire'
  | 'end-unused'
  | 'finish';

/** What a request is from: a DAG, or all DAGs of a data domain. @public */
export type AccessSource =
  | { kind: 'dag'; ref: string }
  | { kind: 'domain'; domain: string };

/** What a request is to: a port of a service, or a data domain's services. @public */
export type AccessDestination =
  | { kind: 'service'; ref: string; port: number }
  | { kind: 'domain'; domain: string };

/** What a person asks for. `POST /access/requests` and `/access/preview`. @public */
export type AccessRequestInput = {
  source: AccessSource;
  destination: AccessDestination;
  /** Why; required. */
  reason: string;
  /** Link to a ticket. */
  ticket?: string;
  /** ISO time to start; now when absent. */
  start?: string;
  /** ISO 8601 duration, e.g. `P7D`; `until-revoked` where guardrails allow it. */
  duration: string;
};

/** A decision of one person. @public */
export type AccessDecision = {
  by: string;
  at: string;
  decision: 'approve' | 'deny';
  rationale: string;
};

/** A request, and the grant that it became. Times are ISO. @public */
export type AccessRequest = {
  id: string;
  state: AccessState;
  source: AccessSource;
  destination: AccessDestination;
  sourceName: string;
  destinationName: string;
  controlPlane: string;
  mesh: string;
  reason: string;
  ticket?: string;
  /** User entity ref. */
  requester: string;
  /** Entity refs of those who count as requester too (owners of a service subject). */
  onBehalfOf: string[];
  requestedAt: string;
  start?: string;
  duration: string;
  /** When the grant ends; set on approval, absent for `until-revoked`. */
  end?: string;
  approvals: ApprovalSet[];
  decisions: AccessDecision[];
  guardrail?: { name: string; outcome: 'deny' | 'allow' | 'approvals'; advice?: string };
  /** Plain sentence on how far applying or removing is. */
  progress?: string;
  /** Last error of the driver, free of secrets. */
  error?: string;
  driver?: string;
  /** Name of the policy that carries the grant. */
  policy?: string;
  /** The backend principal that wrote it, apart from requester and approver. */
  appliedBy?: string;
  appliedAt?: string;
  activeSince?: string;
  endedAt?: string;
  endedBy?: string;
  endReason?: string;
  /** How sure we are that proxies have it, in a sentence. */
  confirmation?: string;
  lastUsed?: string;
  breakGlass: boolean;
  /** What the caller may do now; pages draw only these. */
  availableTransitions: AccessTransition[];
};

/** A set of approvers and how many of them are needed. @public */
export type ApprovalSet = {
  /** e.g. `owner of payments`. */
  title: string;
  /** Entity refs of users or groups. */
  approvers: string[];
  needed: number;
  /** User refs that have approved. */
  approvedBy: string[];
};

/** What a request would do, computed before it is made. @public */
export type AccessPreview = {
  /** Empty when the request could be submitted. */
  problems: { field?: string; message: string }[];
  warnings: string[];
  current?: Verdict;
  /** What would be written, and what it replaces. */
  policies: { name: string; driver: string; yaml: string; before?: string; diff: string }[];
  enforced: boolean;
  /** Who else gains: DAGs and identities besides the requested source. */
  alsoGains: { refs: string[]; identities: string[]; total: number; because: string }[];
  /** Who would lose access; a grant is never applied while unconfirmed. */
  loses: { source: string; destination: string }[];
  /** Fingerprint of gains and losses that an approver confirms. */
  impactHash: string;
  /** Entity refs of DAGs whose observed denied edges it opens. */
  opensDenied: string[];
  /** Rules that would still deny. */
  stillDenies: string[];
  guardrail?: AccessRequest['guardrail'];
  approvals: ApprovalSet[];
  /** Median seconds from request to decision here; absent without history. */
  usualDecisionSeconds?: number;
};

/** A record of the audit trail. @public */
export type AuditRecord = {
  sequence: number;
  at: string;
  /** Entity ref, or `plugin:airflow-kuma` for the backend itself. */
  actor: string;
  onBehalfOf?: string;
  /** e.g. `access.request.created`, `access.permission.applied`. */
  action: string;
  /** Id of the access request, where it is about one. */
  requestId?: string;
  subject?: string;
  before?: unknown;
  after?: unknown;
  ip?: string;
  httpRequestId?: string;
  /** SHA-256 (hex) over the canonical JSON of this record with the hash before. */
  hash: string;
  previousHash: string;
};
