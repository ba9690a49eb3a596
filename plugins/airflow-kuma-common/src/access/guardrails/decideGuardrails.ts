import { evaluateFilterPredicate } from '@backstage/filter-predicates';
import { Guardrail, GuardrailDecision, GuardrailSubject } from './types';

/** What holds where no rule fits: the owner of the destination approves. @public */
export const DEFAULT_GUARDRAIL: Guardrail = {
  name: 'default',
  outcome: 'approvals',
  approvals: [{ of: 'owner', count: 1 }],
};

/**
 * Deny wins wherever it stands in the list; else the first rule that fits
 * decides; else the owner of the destination approves. Break-glass skips
 * approvals but never a deny.
 * @public
 */
export function decideGuardrails(
  rules: Guardrail[],
  subject: GuardrailSubject,
): GuardrailDecision {
  const fitting = rules.map(rule => ({
    rule,
    fits: rule.if === undefined || evaluateFilterPredicate(rule.if, subject),
  }));
  const explained = fitting.map(({ rule, fits }) => ({
    name: rule.name,
    fits,
    outcome: rule.outcome,
  }));
  const matches = fitting.filter(entry => entry.fits).map(entry => entry.rule);
  const decider =
    matches.find(rule => rule.outcome === 'deny') ??
    matches[0] ??
    DEFAULT_GUARDRAIL;
  return {
    name: decider.name,
    outcome: decider.outcome,
    ...(decider.advice !== undefined && { advice: decider.advice }),
    approvals: decider.outcome === 'approvals' ? decider.approvals : [],
    explained,
  };
}

/** The same in a sentence. @public */
export function explainGuardrails(
  decision: GuardrailDecision,
  /** What users and groups are called. */
  nameOf: (ref: string) => string = ref => ref,
): string {
  const fitted = decision.explained.filter(rule => rule.fits).length;
  const looked = `${decision.explained.length} guardrails looked at, ${fitted} fitted`;
  if (decision.name === 'default') {
    return `No guardrail fitted, so the owner of the destination approves (${looked}).`;
  }
  const what = {
    deny: 'refuses it',
    allow: 'lets it through at once',
    approvals: `asks for approval by ${decision.approvals
      .map(
        approval =>
          `${approval.count} of ${
            approval.of === 'owner' ? 'the owner' : nameOf(approval.of)
          }`,
      )
      .join(' and ')}`,
  }[decision.outcome];
  return `Guardrail "${decision.name}" ${what} (${looked}).`;
}
