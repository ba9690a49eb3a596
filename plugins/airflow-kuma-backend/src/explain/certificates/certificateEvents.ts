import {
  CertificateHistory,
  hasExpired,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ProxyVersion } from '../ExplainFacts';

type Event = CertificateHistory['events'][number];

/** What happened to a proxy's certificate, oldest first, from the versions that sync has kept. */
export function certificateEvents(
  versions: ProxyVersion[],
  now: string,
): Event[] {
  // While the control plane told nothing, nothing is known to have happened.
  const history = versions.filter(({ proxy }) => proxy.status !== 'unknown');
  const events: Event[] = [];
  history.forEach((version, index) => {
    const before = history[index - 1];
    const { certificate } = version.proxy;
    const facts = {
      issuer: certificate?.issuer,
      expires: certificate?.expires,
      regenerations: certificate?.regenerations,
    };
    const connection = connectionEvent(version, before);
    if (connection) {
      // What is shown now says nothing of a connection from before we looked.
      events.push(before ? { ...connection, ...facts } : connection);
    }
    const issued = before ? undefined : certificate?.lastRegeneration;
    if (issued) events.push({ at: issued, what: 'regenerated', ...facts });
    if (certificate) {
      const what = changeOf(version, before);
      if (what) events.push({ at: changedAt(what, version), what, ...facts });
    }
    const expiry = expiredWithin(version, history[index + 1], now);
    if (expiry) events.push({ at: expiry, what: 'expired', ...facts });
  });
  return events.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function changeOf(
  { proxy }: ProxyVersion,
  before?: ProxyVersion,
): Event['what'] | undefined {
  const now = proxy.certificate;
  const then = before?.proxy.certificate;
  if (!then) return 'first-seen';
  if (then.issuer !== now?.issuer) return 'issuer-changed';
  // Counting starts at 1 again after a reconnect, so any difference tells.
  const same =
    then.regenerations === now?.regenerations &&
    then.lastRegeneration === now?.lastRegeneration &&
    then.expires === now?.expires;
  return same ? undefined : 'regenerated';
}

/** The proxy tells when it was renewed; a read comes after that, at times after the old one ran out. */
function changedAt(
  what: Event['what'],
  { validFrom, proxy: { certificate } }: ProxyVersion,
): string {
  return what === 'first-seen'
    ? validFrom
    : certificate?.lastRegeneration ?? validFrom;
}

function connectionEvent(
  { proxy, validFrom }: ProxyVersion,
  before?: ProxyVersion,
): Pick<Event, 'at' | 'what'> | undefined {
  const offline = proxy.status === 'offline';
  // Since when it has been so may be from before we looked.
  if (!before) {
    return proxy.since
      ? { at: proxy.since, what: offline ? 'disconnected' : 'connected' }
      : undefined;
  }
  if (offline === (before.proxy.status === 'offline')) return undefined;
  return {
    at: proxy.since ?? validFrom,
    what: offline ? 'disconnected' : 'connected',
  };
}

/**
 * When the certificate of a version ran out while it was the current one. A
 * next version that shows the same expiry has the event, not this one.
 */
function expiredWithin(
  version: ProxyVersion,
  next: ProxyVersion | undefined,
  now: string,
): string | undefined {
  const expires = version.proxy.certificate?.expires;
  if (!expires || next?.proxy.certificate?.expires === expires) {
    return undefined;
  }
  const end =
    next?.proxy.certificate?.lastRegeneration ?? version.validTo ?? now;
  return hasExpired(expires, Date.parse(end)) ? expires : undefined;
}
