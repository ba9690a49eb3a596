import { AccessDecision, ApprovalSet } from './types';

/**
 * Counts a person's approval in every set they belong to; once per person.
 * @public
 */
export function countApproval(
  sets: ApprovalSet[],
  person: { ref: string; ownershipRefs: string[] },
): ApprovalSet[] {
  const refs = new Set([person.ref, ...person.ownershipRefs]);
  return sets.map(set =>
    set.approvers.some(approver => refs.has(approver)) &&
    !set.approvedBy.includes(person.ref)
      ? { ...set, approvedBy: [...set.approvedBy, person.ref] }
      : set,
  );
}

/** Whether every set has as many different approvers as it needs. @public */
export function isApproved(sets: ApprovalSet[]): boolean {
  return sets.every(set => new Set(set.approvedBy).size >= set.needed);
}

/** What is still missing, as a sentence. @public */
export function missingApprovals(sets: ApprovalSet[]): string | undefined {
  const open = sets
    .map(set => ({ ...set, left: set.needed - new Set(set.approvedBy).size }))
    .filter(set => set.left > 0);
  if (open.length === 0) return undefined;
  return `Waiting for ${open
    .map(set => `${set.left} of ${set.title}`)
    .join(' and ')}.`;
}

/** Whether somebody has decided already; a person decides once. @public */
export function hasDecided(decisions: AccessDecision[], user: string): boolean {
  return decisions.some(decision => decision.by === user);
}
