import {
  ApprovalSet,
  Guardrail,
  GuardrailDecision,
  GuardrailSubject,
  decideGuardrails,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { nameInRef } from '../people/nameOfEntity';
import { NameOf, PeopleReader } from '../people/PeopleReader';

const STRICTNESS = { allow: 0, approvals: 1, deny: 2 };

/**
 * The guardrails over every pair of a request: the strictest outcome decides,
 * and approvals add up.
 */
export function decideAll(
  rules: Guardrail[],
  subjects: GuardrailSubject[],
): GuardrailDecision {
  const decisions = subjects.map(subject => decideGuardrails(rules, subject));
  const [strictest] = [...decisions].sort(
    (left, right) => STRICTNESS[right.outcome] - STRICTNESS[left.outcome],
  );
  const approvals = new Map<string, number>();
  for (const decision of decisions) {
    for (const { of, count } of decision.approvals) {
      approvals.set(of, Math.max(count, approvals.get(of) ?? 0));
    }
  }
  return {
    ...strictest,
    approvals: [...approvals].map(([of, count]) => ({ of, count })),
  };
}

/** Approval sets for the wanted approvals; one for each different owner. */
export function approvalSets(
  wanted: GuardrailDecision['approvals'],
  targets: { owner: string; displayName: string }[],
  nameOf: NameOf,
): ApprovalSet[] {
  const sets = wanted.flatMap(({ of, count }) => {
    if (of !== 'owner')
      return [
        {
          title: nameOf(of),
          approvers: [of],
          needed: count,
          approvedBy: [],
        },
      ];
    const byOwner = new Map<string, string[]>();
    for (const { owner, displayName } of targets) {
      byOwner.set(owner, [...(byOwner.get(owner) ?? []), displayName]);
    }
    return [...byOwner].map(([owner, names]) => ({
      title: `owner of ${[...new Set(names)].slice(0, 3).join(', ')}${
        new Set(names).size > 3 ? ' and others' : ''
      }`,
      approvers: [owner],
      needed: count,
      approvedBy: [],
    }));
  });
  return sets;
}

/** Sets that too few people could ever approve; a request like that is refused. */
export async function impossibleSets(
  sets: ApprovalSet[],
  requesters: string[],
  people: PeopleReader,
): Promise<string[]> {
  const excluded = new Set(
    (
      await Promise.all(
        requesters.map(async ref => (await people.membersOf(ref)) ?? [ref]),
      )
    ).flat(),
  );
  requesters.forEach(ref => excluded.add(ref));
  const problems: string[] = [];
  for (const set of sets) {
    const members = await Promise.all(
      set.approvers.map(ref => people.membersOf(ref)),
    );
    const eligible = new Set(
      members.flatMap(list => list ?? []).filter(ref => !excluded.has(ref)),
    );
    if (eligible.size >= set.needed) continue;
    problems.push(
      members.every(list => list === undefined)
        ? `Nobody could approve it: ${set.approvers
            .map(nameInRef)
            .join(', ')} (${set.title}) is not in the catalog`
        : `Nobody could approve it: ${set.title} needs ${set.needed}, and ${
            eligible.size === 0 ? 'nobody' : `only ${eligible.size}`
          } besides who asks could`,
    );
  }
  return problems;
}
