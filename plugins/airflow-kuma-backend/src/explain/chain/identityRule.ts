import {
  ExplainLink,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'identity-rule',
  title: "The DAG's identity in this mesh",
});

/** What Envoy checks is an identity, never a DAG. */
export function checkIdentityRule(facts: ExplainFacts): ExplainLink {
  const { identities, permitted } = facts;
  if (!identities.length) {
    return permitted.outcome === 'not-enforced'
      ? link.notApplicable('No identity is needed where nothing is enforced.')
      : link.problem(permitted.reason);
  }
  const known = identities.filter(({ uriSans }) => uriSans.length > 0);
  const details = known.flatMap(({ uriSans }) =>
    uriSans.map(value => ({ label: 'identity', value })),
  );
  if (!known.length) {
    return link.problem(identities.map(({ reason }) => reason).join(' '));
  }
  const shared = known.filter(({ sharedBy }) => sharedBy > 1);
  const sharing = shared.length
    ? ` It is shared by ${counted(
        Math.max(...shared.map(({ sharedBy }) => sharedBy)),
        'DAG',
      )}: what one may do, all may do.`
    : '';
  return link.ok(`${known.map(({ reason }) => reason).join(' ')}${sharing}`, {
    details,
  });
}
