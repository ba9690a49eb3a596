import {
  Evaluator,
  MeshSnapshot,
  Proxy,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { identityKey } from '../policies';
import { AccessRecord } from '../types';
import {
  contentHash,
  DesiredPolicy,
  ownOf,
  policiesByKey,
} from './desiredPolicies';

/** How far a grant has come, and whether it is there. */
export type Proof =
  | { proven: true; confirmation: string }
  | { proven: false; progress: string; refused?: boolean };

/**
 * A grant is active once its permission is seen in the mesh, the evaluator
 * says allow, and the destination's proxies acknowledged a configuration after
 * the write. All times compared here are the control plane's own.
 */
export function proveGrant(options: {
  record: AccessRecord;
  desired: DesiredPolicy[];
  snapshot: MeshSnapshot;
  evaluator: Evaluator;
  proxies: Proxy[];
}): Proof {
  const { record, desired, snapshot, evaluator, proxies } = options;
  const seen = seenPolicies(snapshot, desired);
  if (seen.length < desired.length) {
    return {
      proven: false,
      progress: `Written; waiting for the mesh to show it (${
        seen.length
      } of ${counted(desired.length, 'policy', 'policies')} seen).`,
    };
  }
  const refusal = firstRefusal(record, snapshot, evaluator);
  if (refusal) {
    return {
      proven: false,
      refused: true,
      progress: `The mesh shows the permission, but still refuses: ${refusal}`,
    };
  }
  if (record.allowedBefore) {
    return {
      proven: true,
      confirmation:
        'Allowed already before it was written; the proxies needed nothing new.',
    };
  }
  const changed = Math.max(
    ...seen.map(policy => Date.parse(policy.modificationTime ?? '') || 0),
  );
  return proxiesProof(record, evaluator, proxies, changed);
}

function seenPolicies(snapshot: MeshSnapshot, desired: DesiredPolicy[]) {
  const present = policiesByKey(snapshot);
  return desired.flatMap(each => {
    const { key, hash } = each;
    const policy = ownOf(present.get(key), each);
    return policy && contentHash(policy) === hash ? [policy] : [];
  });
}

function firstRefusal(
  record: AccessRecord,
  snapshot: MeshSnapshot,
  evaluator: Evaluator,
): string | undefined {
  const live = new Set(
    snapshot.dataplanes.map(({ name }) =>
      identityKey(evaluator.identityOf(name).uriSans),
    ),
  );
  const identities = record.resolved.identities.filter(one =>
    live.has(identityKey(one.uriSans)),
  );
  for (const identity of identities.length > 0
    ? identities
    : record.resolved.identities) {
    for (const target of record.resolved.targets) {
      const { verdict } = evaluator.evaluateService(identity, target);
      if (verdict.enforced !== 'allow') return verdict.reason;
    }
  }
  return undefined;
}

function proxiesProof(
  record: AccessRecord,
  evaluator: Evaluator,
  proxies: Proxy[],
  changed: number,
): Proof {
  const names = new Set(
    record.resolved.targets
      .flatMap(target => evaluator.inboundsOf(target))
      .map(inbound => inbound.dataplane),
  );
  const online = proxies.filter(
    proxy => names.has(proxy.name) && proxy.status !== 'offline',
  );
  if (online.length === 0) {
    return {
      proven: true,
      confirmation:
        'Applied; no proxy of the destination is online to confirm it.',
    };
  }
  const refusing = online.find(
    ({ sync }) =>
      sync.rejectedGrewAt &&
      record.appliedAt &&
      sync.rejectedGrewAt > record.appliedAt,
  );
  if (refusing) {
    return {
      proven: false,
      refused: true,
      progress: `Proxy ${refusing.name} refused its configuration after the write.`,
    };
  }
  const told = online.filter(({ sync }) => sync.lastUpdate !== undefined);
  if (told.length === 0 || changed === 0) {
    return {
      proven: true,
      confirmation:
        'Not confirmed by the proxies: the control plane does not tell what they acknowledged.',
    };
  }
  const confirmed = told.filter(proxy =>
    hasAcknowledged(record, proxy, changed),
  );
  if (confirmed.length < told.length) {
    return {
      proven: false,
      progress: `The mesh shows it; ${confirmed.length} of ${counted(
        told.length,
        'proxy',
        'proxies',
      )} of the destination acknowledged it.`,
    };
  }
  return {
    proven: true,
    confirmation:
      confirmed.length === 1
        ? 'Acknowledged by the one proxy of the destination.'
        : `Acknowledged by all ${confirmed.length} proxies of the destination.`,
  };
}

/**
 * Counters start again with every connection, so fewer than before the write
 * is a proxy that connected since and got everything then.
 */
function hasAcknowledged(
  record: AccessRecord,
  { name, sync }: Proxy,
  changed: number,
): boolean {
  const before = record.acknowledgedBefore?.[name];
  return (
    Date.parse(sync.lastUpdate!) >= changed &&
    (before === undefined || sync.acknowledged !== before)
  );
}

/** Why it is still open although ours is gone, as a sentence; `undefined` where it is closed again. */
export function stillOpenBecause(
  record: AccessRecord,
  evaluator: Evaluator,
): string | undefined {
  for (const identity of record.resolved.identities) {
    for (const target of record.resolved.targets) {
      const { verdict } = evaluator.evaluateService(identity, target);
      if (verdict.enforced === 'allow' || verdict.enforced === 'not-enforced') {
        return verdict.decidedBy
          ? `still allowed by ${verdict.decidedBy.policy.kind} "${verdict.decidedBy.policy.name}"`
          : `still open: ${verdict.reason}`;
      }
    }
  }
  return undefined;
}

/** Who refuses although ours is there, as a sentence; `undefined` where nobody does. */
export function overruledBecause(
  record: AccessRecord,
  evaluator: Evaluator,
): string | undefined {
  for (const identity of record.resolved.identities) {
    for (const target of record.resolved.targets) {
      const { verdict } = evaluator.evaluateService(identity, target);
      if (verdict.enforced === 'deny') {
        return `The permission is there, and the mesh refuses all the same: ${verdict.reason}`;
      }
    }
  }
  return undefined;
}
