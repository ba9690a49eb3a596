import { createHash } from 'node:crypto';
import {
  DestinationInbound,
  DestinationServicePort,
  Evaluator,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { identityKey, MeshView } from './meshView';

/** A certificate and an inbound between which something changes. */
export type ChangedPair = {
  uriSans: string[];
  identity: string;
  dataplane: string;
  inbound: string;
};

/** Who gains and who loses, besides the pairs that are asked for. */
export type Impact = { gains: ChangedPair[]; loses: ChangedPair[] };

/**
 * Compares the mesh before and after on these inbounds, for every certificate
 * in it. `asked` are the identities whose gain is what the request is for.
 */
export function impactOf(
  view: MeshView,
  after: Evaluator,
  inbounds: DestinationInbound[],
  asked: { uriSans: string[] }[],
): Impact {
  const expected = new Set(
    asked.map(identity => identityKey(identity.uriSans)),
  );
  const impact: Impact = { gains: [], loses: [] };
  for (const [key, { uriSans }] of view.identities) {
    for (const inbound of inbounds) {
      const before = passes(
        view.evaluator.evaluate({ uriSans }, inbound).enforced,
      );
      const now = passes(after.evaluate({ uriSans }, inbound).enforced);
      if (before === now || (now && expected.has(key))) continue;
      (now ? impact.gains : impact.loses).push({
        uriSans,
        identity: uriSans[0],
        dataplane: inbound.dataplane,
        inbound: inbound.inbound,
      });
    }
  }
  return impact;
}

/** Whether a certificate passes at each of these inbounds already. */
export function isLetIn(
  evaluator: Evaluator,
  uriSans: string[],
  inbounds: DestinationInbound[],
): boolean {
  return (
    inbounds.length > 0 &&
    inbounds.every(inbound =>
      passes(evaluator.evaluate({ uriSans }, inbound).enforced),
    )
  );
}

/** Whether the mesh decides about any of these calls. */
export function isDecided(
  evaluator: Pick<Evaluator, 'evaluateService'>,
  calls: {
    identities: { uriSans: string[] }[];
    targets: DestinationServicePort[];
  },
): boolean {
  return calls.identities.some(source =>
    calls.targets.some(
      target =>
        evaluator.evaluateService(source, target).verdict.enforced !==
        'not-enforced',
    ),
  );
}

/**
 * The DAGs that would gain because they show the certificate of the source:
 * none where it is let in already.
 */
export function gainByIdentity(
  sharing: { uriSans: string[]; refs: string[] }[],
  evaluator: Evaluator,
  inbounds: DestinationInbound[],
): string[] {
  const gaining = sharing
    .filter(({ uriSans }) => !isLetIn(evaluator, uriSans, inbounds))
    .flatMap(({ refs }) => refs);
  return [...new Set(gaining)].sort();
}

/**
 * Fingerprint of gains and losses and of the DAGs that gain by a shared identity:
 * what an approver confirms. Empty sets have none.
 */
export function impactHash(impact: Impact, sharing: string[]): string {
  if (impact.gains.length + impact.loses.length + sharing.length === 0)
    return 'none';
  const list = (pairs: ChangedPair[]) =>
    pairs
      .map(
        pair =>
          `${identityKey(pair.uriSans)} ${pair.dataplane} ${pair.inbound}`,
      )
      .sort();
  return createHash('sha256')
    .update(
      JSON.stringify([
        list(impact.gains),
        list(impact.loses),
        [...sharing].sort(),
      ]),
    )
    .digest('hex');
}

function passes(outcome: string): boolean {
  return outcome === 'allow' || outcome === 'not-enforced';
}
