import {
  explainGuardrails,
  GuardrailDecision,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PeopleReader } from '../people/PeopleReader';

/** What the guardrails decide, and what who wrote the rule advises. */
export async function guardrailWords(
  people: Pick<PeopleReader, 'namesOf'>,
  decision: GuardrailDecision,
): Promise<string> {
  const named = decision.approvals.flatMap(({ of }) =>
    of === 'owner' ? [] : [of],
  );
  const nameOf = await people.namesOf(named);
  return [explainGuardrails(decision, nameOf), decision.advice]
    .filter(Boolean)
    .join(' ');
}
