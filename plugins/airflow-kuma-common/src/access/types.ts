import { Verdict } from '../evaluator/types';
import { CallersEnd } from './callersEnd';

/**
 * How a grant ended, each a state of its own: its time was over, a person
 * revoked it, a longer one took its place, nobody used it, its permission was
 * changed by somebody else, or a review ended it.
 * @public
 */
export type GrantEnd =
  | 'expired'
  | 'revoked'
  | 'superseded'
  | 'ended-unused'
  | 'ended-drift'
  | 'ended-review';

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
  | GrantEnd;

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
  | 'end-drift'
  | 'end-review'
  | 'supersede'
  | 'drift'
  | 'extend'
  | 'review'
  | 'ask-caller-again'
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
  /** Id of the live grant that this one prolongs. */
  extends?: string;
  /** Immediate, short and loud, with a review after; where config enables it. */
  breakGlass?: boolean;
  /** User entity ref, when a service asks for a person and config lets it. */
  onBehalfOf?: string;
};

/** Body of `POST /access/requests/:id/{approve,deny,withdraw,revoke,extend,review,ask-caller-again}`. @public */
export type AccessDecisionInput = {
  /** Why; required to approve, deny, revoke and review. */
  rationale?: string;
  /** Fingerprint of the impact that the approver saw; needed where somebody else gains or loses. */
  impactHash?: string;
  /** Approvers may shorten the grant. Extending needs it: how much longer than its present end. */
  duration?: string;
};

/** Why a permission in the mesh is not as a grant says. @public */
export type AccessDrift = {
  /**
   * `nobody`: it carries our label, but no grant. `overruled`: it is as it was
   * written, but another policy decides there now and refuses.
   * `no-way-out`: the caller's proxy lets no call out to the destination.
   */
  what: 'changed' | 'deleted' | 'nobody' | 'overruled' | 'no-way-out';
  /** Its name; of a caller without a way out the workload. */
  policy: string;
  since: string;
  /** What was done about it, as config says. */
  answer: 'restore' | 'end' | 'report';
  detail: string;
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
  /** Who owns the DAGs of the source, as they were when it was asked. */
  sourceOwners?: SourceOwner[];
  /** Entity refs of those who count as requester too (owners of a service subject). */
  onBehalfOf: string[];
  requestedAt: string;
  start?: string;
  duration: string;
  /** When the grant ends; set on approval, absent for `until-revoked`. */
  end?: string;
  approvals: ApprovalSet[];
  decisions: AccessDecision[];
  guardrail?: {
    name: string;
    outcome: 'deny' | 'allow' | 'approvals';
    advice?: string;
  };
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
  /** The state that a grant which is being removed ends in. */
  endsAs?: GrantEnd;
  endedAt?: string;
  endedBy?: string;
  endReason?: string;
  /** Id of the grant that took the place of this one. */
  extendedBy?: string;
  /** The other end: whether the source's proxies let its calls out. */
  callersEnd?: CallersEnd;
  /** Since when the destination is in place and only the caller's end is not. */
  waitsForCallerSince?: string;
  /** How sure we are that proxies have it, in a sentence. */
  confirmation?: string;
  /**
   * Last call that was let through since the grant took effect (extensions
   * included) and before its end.
   */
  lastUsed?: string;
  /** Whether telemetry covers its calls; absent before anybody looked. */
  useKnown?: boolean;
  breakGlass: boolean;
  /** Review after a break-glass; absent until done. */
  review?: { by: string; at: string; rationale: string };
  /** The live grant that this request prolongs. */
  extends?: string;
  /** When that grant ended at the time of asking; its time goes on from there. */
  extendsEnd?: string;
  /** Since when the access has been granted without a gap, extensions included. */
  heldSince?: string;
  /** Set while a permission of this grant is not as it should be. */
  drift?: AccessDrift;
  /** Since when no use was seen although telemetry covers it. */
  unusedSince?: string;
  /** When an undecided request lapses. */
  lapsesAt?: string;
  /** What the caller may do now; pages draw only these. */
  availableTransitions: AccessTransition[];
};

/**
 * An owner of DAGs that access is asked for.
 * @public
 */
export type SourceOwner = {
  /** Entity ref. */
  ref: string;
  /** Whether who asks is this owner, or one of theirs. */
  asks: boolean;
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

/**
 * Something that no permission mends, as Explain finds it: an expired
 * certificate, a proxy that is offline, a mesh that does not enforce.
 * @public
 */
export type AccessObstacle = {
  /** A sentence. */
  fact: string;
  /** What to do about it, outside the portal. */
  advice?: string;
};

/** A DAG and a service that a page would offer a request for. @public */
export type AccessPair = {
  /** Entity ref of the DAG. */
  source: string;
  /** Entity ref of the service. */
  destination: string;
  port?: number;
};

/**
 * Whether a request for a pair is worth offering, `POST /access/offers`.
 * @public
 */
export type AccessOffer = AccessPair & {
  /** Why a guardrail refuses it however short it is, with the advice of its makers; absent where none does. */
  refusal?: string;
  /** What is requested or granted already, by whomever: it is in the way of another request. */
  open?: Pick<AccessRequest, 'id' | 'state'>;
  /** The caller's own last request for exactly this, where it came to nothing or has ended. */
  last?: Pick<AccessRequest, 'id' | 'state' | 'reason' | 'duration'>;
};

/** What a request would do, computed before it is made. @public */
export type AccessPreview = {
  /** Empty when the request could be submitted. `request`: the one that is in the way. */
  problems: { field?: string; message: string; request?: string }[];
  warnings: string[];
  /** Who owns the DAGs of the source. */
  sourceOwners: SourceOwner[];
  /** While one of these stands, the grant will change nothing. */
  obstacles: AccessObstacle[];
  current?: Verdict;
  /** What would be written, and what it replaces. */
  policies: {
    name: string;
    driver: string;
    yaml: string;
    before?: string;
    diff: string;
  }[];
  /** What it takes at the caller's end; absent where the source is not known. */
  callersEnd?: CallersEnd;
  enforced: boolean;
  /** Who else gains: DAGs and identities besides the requested source. */
  alsoGains: {
    refs: string[];
    identities: string[];
    total: number;
    because: string;
  }[];
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

/**
 * A step in the life of a request, for its timeline. Of a grant that was
 * extended all requests of the chain tell theirs.
 * @public
 */
export type AccessEvent = Pick<
  AuditRecord,
  'sequence' | 'at' | 'actor' | 'onBehalfOf' | 'action' | 'after' | 'requestId'
>;

/** What people ask after the fact, `GET /access/requests/:id/answers`. @public */
export type AccessAnswers = {
  approvedBy: AccessDecision[];
  lastUsed?: string;
  lastUsedReason: string;
  ended?: { at: string; by: string; reason: string };
};

/** What waits for the caller's decision, `GET /access/waiting`. @public */
export type AccessWaiting = {
  /** Requests to decide. */
  requests: number;
  /** Open campaigns with grants to answer for, next deadline first. */
  campaigns: { id: string; title: string; deadline: string; grants: number }[];
};

/**
 * What Kuma itself says a request would change, `GET /access/requests/:id/shadow-diff`;
 * for approvers, where config enables it.
 * @public
 */
export type AccessShadowDiff = {
  /** Why there is none, where there is none. */
  reason?: string;
  /** The proxy of the destination that was asked about. */
  proxy?: string;
  /** Operations of JSON Patch on its Envoy configuration. */
  changes: { op: string; path: string; value?: unknown }[];
};

/**
 * A permission in a mesh that carries our label and that no live grant wants,
 * `GET /access/strays`.
 * @public
 */
export type AccessStray = {
  controlPlane: string;
  mesh: string;
  kind: 'MeshTrafficPermission' | 'TrafficPermission';
  name: string;
  /** Ids of grants that it names. */
  grants: string[];
  created?: string;
  modified?: string;
  /** What is done about it, as config says. */
  answer: 'removed' | 'reported';
};
