import { Verdict } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts } from '../ExplainFacts';

/**
 * Kuma compares a prefix as plain text: `…/data` also matches
 * `…/data-science` (measured: rules-0002, 0004). A caller whose identity goes
 * on in the middle of a segment may be let in, or kept out, by accident.
 */
export function accidentalPrefix(
  verdict: Verdict,
  { identities, liveIdentities }: ExplainFacts,
) {
  const prefix = /prefix (spiffe:\/\/\S+)/i.exec(
    verdict.decidedBy?.match ?? '',
  )?.[1];
  if (!prefix || prefix.endsWith('/')) return undefined;
  const caller = identities
    .flatMap(({ uriSans }) => uriSans)
    .find(uri => cutsSegment(uri, prefix));
  if (!caller) return undefined;
  const matched = liveIdentities.filter(uri => uri.startsWith(prefix));
  return {
    text: `${verdict.decidedBy?.policy.name} matches everything that starts with ${prefix}, and ${caller} only goes on from there: it may be matched by accident. End the prefix with "/" or write exact identities.`,
    details: matched
      .slice(0, 20)
      .map(value => ({ label: 'matched as well', value })),
  };
}

function cutsSegment(uri: string, prefix: string): boolean {
  const next = uri.startsWith(prefix) ? uri.charAt(prefix.length) : '';
  return next !== '' && next !== '/';
}
