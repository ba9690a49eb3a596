import {
  ExplainLink,
  STRICT_ADVICE,
  Verdict,
  VerdictCode,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { accidentalPrefix } from './accidentalPrefix';
import { linkOf } from './links';

const enforces = linkOf({
  id: 'mesh-enforces',
  title: 'Enforcement in this mesh',
});
const strict = linkOf({
  id: 'permissive',
  title: 'Callers without a certificate',
});
const policies = linkOf({
  id: 'policies',
  title: 'Policies that select the destination',
});
const deciding = linkOf({
  id: 'deciding-rule',
  title: 'The rule that decides',
});
const intended = linkOf({
  id: 'intended',
  title: 'Written against enforced',
});

const OPEN: VerdictCode[] = [
  'mtls-off',
  'no-identity-on-destination',
  'plaintext-permissive',
  'gateway-not-decided',
  'external-not-decided',
];

export function checkMeshEnforces(facts: ExplainFacts): ExplainLink {
  const { answer, service } = facts;
  if (!answer) return enforces.unknown('Nobody could be judged.');
  const { verdict } = answer;
  if (OPEN.includes(verdict.code)) {
    return enforces.problem(`${verdict.reason} Every such call passes.`);
  }
  return enforces.ok(
    `Callers with a certificate are checked in mesh ${service.mesh}.`,
  );
}

/**
 * A permissive mode decides callers with a certificate, and lets the rest pass.
 * It is one of this destination: a MeshTLS selects some proxies of a mesh.
 */
export function checkPermissive({
  answer,
  enforcement,
}: ExplainFacts): ExplainLink {
  if (!answer || isOpen(answer.verdict)) {
    return strict.notApplicable('Nobody is checked here.');
  }
  return enforcement?.state === 'permissive'
    ? strict.problem(
        `The mode is permissive: whoever shows no certificate passes, whatever is permitted. ${STRICT_ADVICE}`,
      )
    : strict.ok('They are refused: the mode is strict.');
}

export function checkPolicies(facts: ExplainFacts): ExplainLink {
  const verdict = facts.answer?.verdict;
  if (!verdict) return policies.unknown('Nobody could be judged.');
  if (isOpen(verdict)) {
    return policies.notApplicable('No policy is asked here.');
  }
  const { selectedBy } = verdict;
  if (!selectedBy.length) {
    return policies.problem(
      'No permission selects the destination, and without one Kuma refuses.',
    );
  }
  const shadows = selectedBy.filter(({ shadow }) => shadow).length;
  return policies.ok(
    `${counted(selectedBy.length, 'policy', 'policies')}${
      shadows ? `, ${shadows} of them only in shadow mode` : ''
    }; the ${verdict.dialect} dialect decides.`,
    {
      details: selectedBy
        .slice(0, 20)
        .map(({ kind, name, dialect, shadow }) => ({
          label: name,
          value: [kind, dialect, shadow && 'shadow'].filter(Boolean).join(', '),
        })),
    },
  );
}

export function checkDecidingRule(facts: ExplainFacts): ExplainLink {
  const verdict = facts.answer?.verdict;
  if (!verdict) return deciding.unknown(facts.permitted.reason);
  if (isOpen(verdict)) return deciding.notApplicable('No rule is asked here.');
  const rest = verdict.decidedBy && {
    details: [
      { label: 'policy', value: verdict.decidedBy.policy.name },
      { label: 'rule', value: `${verdict.decidedBy.index + 1}` },
      { label: 'clause', value: verdict.decidedBy.clause },
      { label: 'matched', value: verdict.decidedBy.match },
      ...(verdict.shadow
        ? [{ label: 'in shadow mode', value: verdict.shadow }]
        : []),
    ],
  };
  switch (verdict.enforced) {
    case 'allow':
      return deciding.ok(verdict.reason, rest);
    case 'deny':
      return deciding.problem(verdict.reason, rest);
    default:
      return deciding.unknown(verdict.reason, rest);
  }
}

export function checkIntended(facts: ExplainFacts): ExplainLink {
  const verdict = facts.answer?.verdict;
  if (!verdict || isOpen(verdict)) {
    return intended.notApplicable('Nothing is written that could be missed.');
  }
  if (verdict.intended !== verdict.enforced) {
    return intended.problem(
      `What is written means ${verdict.intended}; Envoy does ${verdict.enforced}. ${verdict.reason}`,
    );
  }
  const accident = accidentalPrefix(verdict, facts);
  if (accident) return intended.problem(accident.text, accident);
  return intended.ok(
    verdict.basis === 'measured'
      ? 'What is written is what Envoy does.'
      : "What is written is what Envoy does, as read in Kuma's source for this version.",
  );
}

function isOpen(verdict: Verdict): boolean {
  return OPEN.includes(verdict.code);
}
