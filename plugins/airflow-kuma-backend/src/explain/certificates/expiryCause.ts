import {
  holdsAt,
  KumaResource,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { notReady } from '../chain/identityReady';
import { ProxyFacts, ProxyVersion } from '../ExplainFacts';

/** Why a certificate ran out, and what to do about it while it is still the one shown. */
export type ExpiryCause = { cause: string; advice: string };

/** A control plane renews when this share of the lifetime is over (measured on 2.14.3). */
const RENEWED_AFTER = 0.8;

/**
 * Why a certificate ran out at an instant, from what was recorded then. What
 * advises and what explains are one answer, so that neither contradicts the
 * other: nobody is told to reconnect a proxy that is connected.
 */
export function expiryCause(facts: ProxyFacts, expired: string): ExpiryCause {
  const { proxy } = facts;
  const { name } = proxy;
  const at = utcMinute(expired);
  const then = versionAt(facts.history, expired);
  const offlineSince = disconnectedBy(expired, then, proxy);
  if (offlineSince) {
    return {
      cause: `${name} was disconnected from ${utcMinute(
        offlineSince,
      )} on, before its certificate ran out at ${at}, so nothing could renew it.`,
      advice:
        proxy.status === 'offline'
          ? `Start or reconnect ${name}: with its connection comes a new certificate.`
          : restart(name),
    };
  }
  const trouble = issuerTrouble(facts, expired);
  if (trouble) {
    return {
      cause: `When the certificate ran out at ${at}, nothing could issue another: ${trouble}`,
      advice: 'Mend the MeshIdentity or the certificate authority behind it.',
    };
  }
  const { rejectedGrewAt } = proxy.sync;
  if (rejectedGrewAt && Date.parse(rejectedGrewAt) >= Date.parse(expired)) {
    return {
      cause: `${name} refuses its configuration (last seen at ${utcMinute(
        rejectedGrewAt,
      )}), and a new certificate comes with it.`,
      advice: `Find what ${name} refuses (the control plane's log names it) and mend it.`,
    };
  }
  const changed = issuerChange(facts.history, expired);
  if (changed) {
    return {
      cause: `The issuer changed at ${utcMinute(changed.at)}${
        changed.issuer ? ` to ${changed.issuer}` : ''
      }, and no certificate was renewed before ${at}.`,
      advice: `Check that the new issuer selects ${name}. ${restart(name)}`,
    };
  }
  return notRenewed(facts, expired, then);
}

/** The last time that another issuer was seen while the certificate was the one shown. */
function issuerChange(
  history: ProxyVersion[],
  expired: string,
): { at: string; issuer?: string } | undefined {
  const index = history.findLastIndex(
    ({ proxy, validFrom }, position) =>
      position > 0 &&
      Date.parse(validFrom) <= Date.parse(expired) &&
      proxy.certificate?.expires === expired &&
      history[position - 1].proxy.certificate?.expires === expired &&
      history[position - 1].proxy.certificate?.issuer !==
        proxy.certificate.issuer,
  );
  if (index < 0) return undefined;
  const { validFrom, proxy } = history[index];
  return { at: validFrom, issuer: proxy.certificate?.issuer };
}

/** Nothing was wrong that the API tells of: the control plane let it run out, or we do not know. */
function notRenewed(
  { proxy, history, issuer }: ProxyFacts,
  expired: string,
  then: ProxyVersion | undefined,
): ExpiryCause {
  const { name, sync } = proxy;
  const at = utcMinute(expired);
  const issued = (then?.proxy ?? history[0]?.proxy)?.certificate;
  const due =
    issued?.expires === expired && issued.lastRegeneration
      ? dueAt(issued.lastRegeneration, expired)
      : undefined;
  const connectedSince = connectedBy(expired, then, proxy);
  const missing = [
    ...(connectedSince
      ? []
      : [
          `whether ${name} was connected then${
            history.length
              ? `, as the portal knows it only since ${utcMinute(
                  history[0].validFrom,
                )}`
              : ''
          }`,
        ]),
    ...(due ? [] : ['when the certificate was issued']),
  ];
  const log = `the control plane's log from ${
    due ? utcMinute(due) : `before ${at}`
  } on`;
  const advice = `Look for ${name} in ${log}. ${restart(name)}`;
  if (missing.length || !due || !connectedSince) {
    return {
      cause: `Why the certificate ran out at ${at} cannot be told. What is missing: ${missing.join(
        '; ',
      )}; and ${log}.`,
      advice,
    };
  }
  const silent =
    sync.lastUpdate && Date.parse(sync.lastUpdate) < Date.parse(due)
      ? ` It has sent ${name} nothing since ${utcMinute(sync.lastUpdate)}.`
      : '';
  return {
    cause: `The control plane did not renew the certificate: that was due at ${utcMinute(
      due,
    )}, ${name} was connected (since ${utcMinute(connectedSince)}), and ${
      issuer ? `MeshIdentity ${issuer.name}` : 'the issuer'
    } told of no trouble.${silent} Why it did not is only in its own log.`,
    advice,
  };
}

function restart(name: string): string {
  return `Restart the kuma-dp of ${name}: with a new connection comes a new certificate.`;
}

function dueAt(issued: string, expired: string): string {
  const from = Date.parse(issued);
  const lifetime = Date.parse(expired) - from;
  return new Date(from + lifetime * RENEWED_AFTER).toISOString();
}

function versionAt(
  history: ProxyVersion[],
  at: string,
): ProxyVersion | undefined {
  return history.find(({ validFrom: from, validTo: to }) =>
    holdsAt({ from, to }, at),
  );
}

/** Since when it was disconnected at an instant; the first version we have may be from later. */
function disconnectedBy(
  at: string,
  then: ProxyVersion | undefined,
  proxy: ProxyFacts['proxy'],
): string | undefined {
  const known = then?.proxy ?? proxy;
  if (known.status !== 'offline') return undefined;
  if (!known.since) return then?.validFrom;
  return Date.parse(known.since) <= Date.parse(at) ? known.since : undefined;
}

function connectedBy(
  at: string,
  then: ProxyVersion | undefined,
  proxy: ProxyFacts['proxy'],
): string | undefined {
  const known = then?.proxy ?? proxy;
  if (known.status === 'offline' || !known.since) return undefined;
  return Date.parse(known.since) <= Date.parse(at) ? known.since : undefined;
}

/** What the issuer said of itself then; what it says now only where nothing was kept. */
function issuerTrouble(
  { issuer, issuerHistory }: ProxyFacts,
  at: string,
): string | undefined {
  const then = issuerHistory.find(({ validFrom: from, validTo: to }) =>
    holdsAt({ from, to }, at),
  );
  const resource: KumaResource | undefined = then?.resource ?? issuer;
  return resource && notReady(resource);
}
