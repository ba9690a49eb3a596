import { stableUuid } from './format';
import { Insight, ProxySeed } from './types';

const minute = 60_000;
/** Kuma's `xdsServer.nackBackoff`. */
export const rejectionInterval = 5_000;

export function newInsight(
  seed: ProxySeed,
  mesh: string,
  at: { now: number; connected: number; lifetime?: number },
): Insight {
  const offline = seed.offlineMinutes;
  const seen = offline === undefined ? at.now : at.now - offline * minute;
  return {
    subscriptionId: stableUuid(`${mesh}/${seed.name}`),
    connectTime: Math.min(at.connected, seen - 60 * minute),
    disconnectTime: offline === undefined ? undefined : seen,
    lastUpdate: seen - 7 * minute,
    sent: 6,
    acknowledged: 6,
    rejected: 0,
    frozen: false,
    rejects: seed.rejects ?? false,
    nextRejection: seed.rejects ? at.now : undefined,
    certificate: at.lifetime
      ? newCertificate(seed, at.lifetime, at.now, seen)
      : undefined,
  };
}

function newCertificate(
  seed: ProxySeed,
  lifetime: number,
  now: number,
  seen: number,
): Insight['certificate'] {
  const expiredMinutes = seed.certificateExpiredMinutes;
  const regenerated =
    expiredMinutes === undefined
      ? seen - Math.floor(lifetime / 4)
      : now - expiredMinutes * minute - lifetime;
  return {
    expires: regenerated + lifetime,
    regenerated,
    regenerations: 3,
    lifetime,
    stuck: expiredMinutes !== undefined,
  };
}

export function renew(
  certificate: NonNullable<Insight['certificate']>,
  at: number,
): void {
  certificate.regenerated = at;
  certificate.expires = at + certificate.lifetime;
  certificate.regenerations += 1;
}

export function acknowledge(insight: Insight | undefined, at: number): void {
  if (!insight || insight.disconnectTime !== undefined || insight.frozen)
    return;
  insight.sent += 1;
  if (insight.rejects) {
    insight.rejected += 1;
  } else {
    insight.acknowledged += 1;
  }
  insight.lastUpdate = at;
}

export function catchUp(insight: Insight, now: number): void {
  if (insight.disconnectTime !== undefined) return;
  while (insight.nextRejection !== undefined && insight.nextRejection <= now) {
    insight.sent += 1;
    insight.rejected += 1;
    insight.lastUpdate = insight.nextRejection;
    insight.nextRejection += rejectionInterval;
  }
  const { certificate } = insight;
  // Kuma renews when four fifths of the lifetime are over.
  if (
    certificate &&
    !certificate.stuck &&
    now >= certificate.regenerated + certificate.lifetime * 0.8
  ) {
    renew(certificate, now);
    acknowledge(insight, now);
  }
}
