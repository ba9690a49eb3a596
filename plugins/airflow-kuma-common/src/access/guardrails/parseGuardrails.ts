import { parseFilterPredicate } from '@backstage/filter-predicates';
import { Guardrail, GuardrailApproval } from './types';

const OUTCOMES = ['deny', 'allow', 'approvals'] as const;
const REF = /^(user|group):[^/\s]+\/[^/\s]+$/i;

/**
 * Reads `airflowKuma.access.guardrails`. A bad rule is refused with its key.
 * As long as any rule is bad, every good `allow` is set aside, so that a typo
 * in a deny can only make access harder, never easier.
 * @public
 */
export function parseGuardrails(
  value: unknown,
  key = 'airflowKuma.access.guardrails',
): { rules: Guardrail[]; errors: string[] } {
  if (value === undefined) return { rules: [], errors: [] };
  if (!Array.isArray(value)) {
    return { rules: [], errors: [`${key}: must be a list of rules`] };
  }
  const errors: string[] = [];
  const rules: Guardrail[] = [];
  const names = new Set<string>();
  value.forEach((entry, index) => {
    try {
      const rule = parseRule(entry);
      if (names.has(rule.name)) {
        throw new Error(`name "${rule.name}" is used twice`);
      }
      names.add(rule.name);
      rules.push(rule);
    } catch (error) {
      errors.push(`${key}[${index}]: ${(error as Error).message}`);
    }
  });
  return {
    rules: errors.length
      ? rules.filter(rule => rule.outcome !== 'allow')
      : rules,
    errors,
  };
}

function parseRule(entry: unknown): Guardrail {
  if (typeof entry !== 'object' || entry === null) {
    throw new Error('must be an object');
  }
  const raw = entry as Record<string, unknown>;
  const known = ['name', 'if', 'outcome', 'advice', 'approvals'];
  const unknownKey = Object.keys(raw).find(name => !known.includes(name));
  if (unknownKey) throw new Error(`unknown key "${unknownKey}"`);
  if (typeof raw.name !== 'string' || !raw.name) {
    throw new Error('name is missing');
  }
  const outcome = OUTCOMES.find(known_ => known_ === raw.outcome);
  if (!outcome)
    throw new Error(`outcome must be one of ${OUTCOMES.join(', ')}`);
  if (raw.advice !== undefined && typeof raw.advice !== 'string') {
    throw new Error('advice must be a text');
  }
  if (outcome !== 'approvals' && raw.approvals !== undefined) {
    throw new Error('approvals are only for the outcome approvals');
  }
  const condition =
    raw.if === undefined ? undefined : parseFilterPredicate(raw.if);
  return {
    name: raw.name,
    outcome,
    ...(condition !== undefined && { if: condition }),
    ...(raw.advice !== undefined && { advice: raw.advice as string }),
    approvals: outcome === 'approvals' ? parseApprovals(raw.approvals) : [],
  };
}

function parseApprovals(value: unknown): GuardrailApproval[] {
  if (value === undefined) return [{ of: 'owner', count: 1 }];
  if (!Array.isArray(value) || value.length === 0) {
    throw new Error('approvals must be a list with at least one entry');
  }
  return value.map((entry, index) => {
    const { of, count = 1 } = (entry ?? {}) as {
      of?: unknown;
      count?: unknown;
    };
    if (typeof of !== 'string' || !(of === 'owner' || REF.test(of))) {
      throw new Error(
        `approvals[${index}].of must be "owner" or an entity ref of a user or group`,
      );
    }
    if (typeof count !== 'number' || !Number.isInteger(count) || count < 1) {
      throw new Error(
        `approvals[${index}].count must be a whole number from 1 on`,
      );
    }
    return { of: of === 'owner' ? of : of.toLocaleLowerCase('en-US'), count };
  });
}
