import { FilterPredicate } from '@backstage/filter-predicates';

/** How many of whom have to approve. `owner`: of the destination. @public */
export type GuardrailApproval = { of: string; count: number };

/** A rule of `airflowKuma.access.guardrails`. @public */
export type Guardrail = {
  name: string;
  /** Absent: fits every request. */
  if?: FilterPredicate;
  outcome: 'deny' | 'allow' | 'approvals';
  /** Shown to who asks. */
  advice?: string;
  approvals: GuardrailApproval[];
};

/** One end of a request, as conditions see it. @public */
export type GuardrailEnd = {
  kind: string;
  ref?: string;
  name: string;
  owner?: string;
  dataDomain?: string;
  environment?: string;
  classification?: string;
  labels: Record<string, string>;
  tags: string[];
  controlPlane?: string;
  mesh?: string;
  port?: number;
  protocol?: string;
};

/** What the conditions of guardrails are over. @public */
export type GuardrailSubject = {
  source: GuardrailEnd;
  destination: GuardrailEnd;
  request: {
    durationSeconds?: number;
    durationDays?: number;
    /** e.g. `short` up to a day, `medium` up to a month, `long`, `until-revoked`. */
    durationClass: 'short' | 'medium' | 'long' | 'until-revoked';
    scheduled: boolean;
    breakGlass: boolean;
    ticket?: string;
    extension: boolean;
    /** `true` where source and destination are of the same data domain. */
    sameDomain: boolean;
  };
  requester: { ref: string; groups: string[]; service: boolean };
};

/** What the guardrails said, and why. @public */
export type GuardrailDecision = {
  /** Name of the rule that decided, or `default`. */
  name: string;
  outcome: 'deny' | 'allow' | 'approvals';
  advice?: string;
  approvals: GuardrailApproval[];
  /** Each rule with whether it fitted, for people who ask why. */
  explained: { name: string; fits: boolean; outcome: Guardrail['outcome'] }[];
};
