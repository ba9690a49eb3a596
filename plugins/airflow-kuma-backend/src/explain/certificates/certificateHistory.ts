import { CertificateHistory } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { notReady } from '../chain/identityReady';
import { ProxyFacts } from '../ExplainFacts';
import { certificateEvents } from './certificateEvents';

/** The history of a proxy's certificate, and why it last ran out where that can be told. */
export function certificateHistory(
  side: CertificateHistory['side'],
  facts: ProxyFacts,
  now: string,
): CertificateHistory {
  const events = certificateEvents(facts.history, now);
  return {
    proxy: facts.proxy.name,
    side,
    events,
    cause: causeOf(facts, events),
  };
}

function causeOf(
  { proxy, issuer }: ProxyFacts,
  events: CertificateHistory['events'],
): string | undefined {
  const { certificate } = proxy;
  if (certificate && !certificate.expires) {
    return `${
      certificate.issuer ?? 'The issuer'
    } reports no expiry, as external issuers do: whether and when this certificate ran out cannot be told here.`;
  }
  const index = events.findLastIndex(({ what }) => what === 'expired');
  if (index < 0) return undefined;
  const expired = events[index];
  const before = events.slice(0, index);
  const connection = before.findLast(
    ({ what }) => what === 'disconnected' || what === 'connected',
  );
  const offlineSince =
    connection?.what === 'disconnected'
      ? connection.at
      : disconnectedBefore(proxy, expired.at);
  if (offlineSince) {
    return `${proxy.name} disconnected at ${offlineSince}, before the certificate ran out at ${expired.at}, so nothing could renew it.`;
  }
  const trouble = issuer && notReady(issuer);
  if (trouble) return trouble;
  const { rejectedGrewAt } = proxy.sync;
  if (rejectedGrewAt && Date.parse(rejectedGrewAt) >= Date.parse(expired.at)) {
    return `${proxy.name} refuses its configuration (last seen at ${rejectedGrewAt}), and a new certificate comes with it.`;
  }
  const change = before.findLast(({ what }) => what === 'issuer-changed');
  if (change) {
    return `The issuer changed at ${change.at}${
      change.issuer ? ` to ${change.issuer}` : ''
    }, and no certificate was renewed since.`;
  }
  return `The cause cannot be told: at ${expired.at} ${proxy.name} was connected and its issuer did not say that anything was wrong. The control plane's own log may tell.`;
}

/** The first version we have may already be of a disconnected proxy. */
function disconnectedBefore(
  proxy: ProxyFacts['proxy'],
  expired: string,
): string | undefined {
  const { status, since } = proxy;
  if (status !== 'offline' || !since) return undefined;
  return Date.parse(since) <= Date.parse(expired) ? since : undefined;
}
