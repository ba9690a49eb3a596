import {
  CertificateHistory,
  hasExpired,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ProxyFacts } from '../ExplainFacts';
import { certificateEvents } from './certificateEvents';
import { expiryCause } from './expiryCause';

/** What people should look at first comes first. */
const WORST: CertificateHistory['state'][] = [
  'expired',
  'none',
  'valid',
  'not-reported',
];

/** The history of a proxy's certificate, and why it last ran out where that can be told. */
export function certificateHistory(
  side: CertificateHistory['side'],
  facts: ProxyFacts,
  now: string,
): CertificateHistory {
  const events = certificateEvents(facts.history, now);
  const { name, certificate } = facts.proxy;
  return {
    proxy: name,
    side,
    state: stateOf(facts, now),
    expires: certificate?.expires,
    events,
    cause: causeOf(facts, events, now),
  };
}

/** The worst first: expired, then missing, then the next to run out. */
export function worstFirst(
  histories: CertificateHistory[],
): CertificateHistory[] {
  return [...histories].sort(
    (a, b) =>
      WORST.indexOf(a.state) - WORST.indexOf(b.state) ||
      Date.parse(a.expires ?? '9999-12-31') -
        Date.parse(b.expires ?? '9999-12-31'),
  );
}

function stateOf(
  { proxy: { certificate } }: ProxyFacts,
  now: string,
): CertificateHistory['state'] {
  if (!certificate) return 'none';
  if (!certificate.expires) return 'not-reported';
  return hasExpired(certificate.expires, Date.parse(now)) ? 'expired' : 'valid';
}

function causeOf(
  facts: ProxyFacts,
  events: CertificateHistory['events'],
  now: string,
): string | undefined {
  const { certificate } = facts.proxy;
  if (certificate && !certificate.expires) {
    return `${
      certificate.issuer ?? 'The issuer'
    } reports no expiry, as external issuers do: whether and when this certificate ran out cannot be told here.`;
  }
  const isExpired = stateOf(facts, now) === 'expired';
  const expired = isExpired
    ? certificate?.expires
    : events.findLast(({ what }) => what === 'expired')?.at;
  if (!expired) return undefined;
  const { cause } = expiryCause(facts, expired);
  return isExpired
    ? cause
    : `It is valid again. Of the last time that one ran out: ${cause}`;
}
