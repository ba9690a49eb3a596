import { ExplainLink } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts, ProxyFacts } from '../ExplainFacts';
import { linkOf } from './links';

const link = linkOf({
  id: 'borrowed-identity',
  title: 'Others with their identity',
});

/** An identity that somebody else shows, too, says less than it seems. */
export function checkBorrowed(facts: ExplainFacts): ExplainLink {
  const names = new Set([
    ...facts.identities.flatMap(({ uriSans }) => uriSans),
    ...facts.destination.flatMap(
      ({ identity }: ProxyFacts) => identity.uriSans,
    ),
  ]);
  if (names.size === 0) {
    return link.notApplicable('No identity of either side is known.');
  }
  const found = facts.borrowed.filter(({ uriSans }) =>
    uriSans.some(uri => names.has(uri)),
  );
  if (found.length === 0) {
    return link.ok('No proxy of another namespace shows one of them.');
  }
  const [{ dataplane, namespace, claimed }] = found;
  return link.problem(
    `Proxy ${dataplane} lies in namespace ${namespace} and shows an identity of ${claimed} by a label of its pod: whatever is permitted to that identity is permitted to it.`,
    {
      details: found.slice(0, 20).map(each => ({
        label: each.dataplane,
        value: each.uriSans.join(', '),
      })),
    },
  );
}
