import {
  ExplainLink,
  Permission,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ExplainFacts, ProxyFacts } from '../ExplainFacts';
import { linkOf } from './links';

const source = linkOf({
  id: 'source-sync',
  title: "The last configuration of the DAG's proxy",
});
const destination = linkOf({
  id: 'destination-sync',
  title: "The last configuration of the service's proxy",
});

/**
 * A control plane sends a refused configuration again every 5 s (measured on
 * 2.14.3 and 3.0), so growth that is older than this is over.
 */
const REFUSAL_LASTS_MS = 60_000;
/** Permissions reached real Envoys within 1.8 s; this leaves room for load. */
const DELIVERY_TAKES_MS = 30_000;

export function checkSourceSync(facts: ExplainFacts): ExplainLink {
  return judge(source, facts.source, facts, []);
}

export function checkDestinationSync(facts: ExplainFacts): ExplainLink {
  const selecting = new Set(
    facts.answer?.verdict.selectedBy.map(({ kind, name }) => `${kind} ${name}`),
  );
  return judge(
    destination,
    facts.destination,
    facts,
    facts.permissions.filter(({ kind, name }) =>
      selecting.has(`${kind} ${name}`),
    ),
  );
}

function judge(
  link: ReturnType<typeof linkOf>,
  sides: ProxyFacts[],
  facts: ExplainFacts,
  policies: Permission[],
): ExplainLink {
  const seenAt = Date.parse(facts.sources.kuma?.lastSuccess ?? facts.now);
  const proxies = sides.map(({ proxy }) => proxy);
  if (!proxies.length) {
    return link.notApplicable('There is no proxy to send configuration to.');
  }
  const untold = proxies.find(({ status }) => status === 'unknown');
  if (untold) {
    return link.unknown(
      `The control plane does not tell what ${untold.name} acknowledged.`,
    );
  }
  const details = proxies.slice(0, 20).map(({ name, sync }) => ({
    label: name,
    value: `sent ${sync.sent}, acknowledged ${sync.acknowledged}, refused ${sync.rejected}`,
  }));
  for (const { name, sync } of proxies) {
    if (
      sync.rejectedGrewAt &&
      seenAt - Date.parse(sync.rejectedGrewAt) < REFUSAL_LASTS_MS
    ) {
      return link.problem(
        `${name} refuses what the control plane sends and works on with what it had before.`,
        { at: sync.rejectedGrewAt, details },
      );
    }
  }
  for (const { name, sync, status } of proxies) {
    const missed = status === 'online' && missedPolicy(sync, policies, seenAt);
    if (missed) {
      return link.problem(
        `${missed.kind} ${missed.name} ${
          missed.modified
            ? `changed at ${utcMinute(missed.modified)}`
            : `was made at ${utcMinute(missed.created!)}`
        }, and ${name} has been sent nothing since ${utcMinute(
          sync.unchangedSince!,
        )}: the control plane may be unable to build its configuration, which shows only in its own log.`,
        { at: sync.unchangedSince, details },
      );
    }
  }
  const never = proxies.find(({ sync }) => sync.acknowledged === 0);
  if (never) {
    return link.unknown(`${never.name} has not yet acknowledged anything.`, {
      details,
    });
  }
  const newest = proxies
    .flatMap(({ sync }) => sync.lastUpdate ?? [])
    .sort()
    .at(-1);
  return link.ok(
    newest
      ? `Last acknowledged at ${utcMinute(newest)}.`
      : 'Nothing is refused.',
    { at: newest, details },
  );
}

/** A policy that changed while the counters of a proxy that it selects stood still. */
function missedPolicy(
  sync: ProxyFacts['proxy']['sync'],
  policies: Permission[],
  seenAt: number,
): Permission | undefined {
  const { lastUpdate, unchangedSince } = sync;
  if (!unchangedSince || !lastUpdate) return undefined;
  return policies.find(({ created, modified, shadow }) => {
    const at = modified ?? created;
    if (!at || shadow) return false;
    const changed = Date.parse(at);
    return (
      changed > Date.parse(unchangedSince) &&
      changed > Date.parse(lastUpdate) &&
      seenAt - changed > DELIVERY_TAKES_MS
    );
  });
}
