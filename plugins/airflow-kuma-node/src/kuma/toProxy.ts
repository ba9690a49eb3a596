import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { optionalText } from '../http/shapes';
import { proxyStatus } from './proxyStatus';
import { RawProxy } from './types';

// Kuma writes the zero time where it has none.
const kumaTime = z
  .string()
  .nullish()
  .transform(value =>
    value && !value.startsWith('0001-') && !Number.isNaN(Date.parse(value))
      ? new Date(value).toISOString()
      : undefined,
  );

// Counters are 64 bit numbers, written as text; absent means 0.
const counter = z
  .union([z.string(), z.number()])
  .nullish()
  .transform(value => Number(value ?? 0) || 0);

const listener = z.looseObject({
  state: optionalText,
  health: z.object({ ready: z.boolean().nullish() }).nullish(),
  tags: z.record(z.string(), z.string()).nullish(),
});

const overview = z.object({
  dataplane: z.looseObject({
    networking: z
      .looseObject({
        address: optionalText,
        gateway: z.unknown().optional(),
        inbound: z.array(listener).nullish(),
        listeners: z.array(listener).nullish(),
      })
      .nullish(),
  }),
  dataplaneInsight: z
    .object({
      subscriptions: z
        .array(
          z.object({
            id: optionalText,
            connectTime: kumaTime,
            disconnectTime: kumaTime,
            status: z
              .object({
                lastUpdateTime: kumaTime,
                total: z
                  .object({
                    responsesSent: counter,
                    responsesAcknowledged: counter,
                    responsesRejected: counter,
                  })
                  .nullish(),
              })
              .nullish(),
            version: z
              .object({
                kumaDp: z.object({ version: optionalText }).nullish(),
                envoy: z.object({ version: optionalText }).nullish(),
              })
              .nullish(),
          }),
        )
        .nullish(),
      mTLS: z
        .object({
          certificateExpirationTime: kumaTime,
          lastCertificateRegeneration: kumaTime,
          certificateRegenerations: z.number().nullish(),
          issuedBackend: optionalText,
        })
        .nullish(),
    })
    .nullish(),
});

/**
 * Reads a DataplaneOverview. Without an insight the proxy never connected; one
 * that is `null` is not told. Its `metadata` (paths and ports of the host) is
 * left out.
 */
export function toProxy(row: KumaResource): RawProxy {
  const parsed = overview.parse(row);
  const { networking } = parsed.dataplane;
  const subscriptions = [
    ...(parsed.dataplaneInsight?.subscriptions ?? []),
  ].sort((a, b) => (b.connectTime ?? '').localeCompare(a.connectTime ?? ''));
  const connected = subscriptions.find(
    entry => entry.connectTime && !entry.disconnectTime,
  );
  const newest = connected ?? subscriptions[0];
  const mTLS = parsed.dataplaneInsight?.mTLS;
  const labels = row.labels ?? {};

  return {
    resource: {
      type: 'Dataplane',
      mesh: row.mesh,
      name: row.name,
      kri: row.kri,
      labels,
      creationTime: row.creationTime,
      modificationTime: row.modificationTime,
      ...(row.dataplane as Record<string, unknown>),
    },
    mesh: row.mesh ?? '',
    name: row.name,
    labels,
    zone:
      labels['kuma.io/zone'] ??
      networking?.inbound?.[0]?.tags?.['kuma.io/zone'],
    address: networking?.address,
    status:
      parsed.dataplaneInsight === null
        ? 'unknown'
        : proxyStatus({
            connected: Boolean(connected),
            listeners: [
              ...(networking?.inbound ?? []),
              ...(networking?.listeners ?? []),
            ],
          }),
    since: connected ? connected.connectTime : newest?.disconnectTime,
    sync: {
      connection: newest?.id,
      lastUpdate: newest?.status?.lastUpdateTime,
      sent: newest?.status?.total?.responsesSent ?? 0,
      acknowledged: newest?.status?.total?.responsesAcknowledged ?? 0,
      rejected: newest?.status?.total?.responsesRejected ?? 0,
    },
    certificate: mTLS
      ? {
          expires: mTLS.certificateExpirationTime,
          lastRegeneration: mTLS.lastCertificateRegeneration,
          regenerations: mTLS.certificateRegenerations ?? undefined,
          issuer: mTLS.issuedBackend,
        }
      : undefined,
    versions: newest?.version
      ? {
          kumaDp: newest.version.kumaDp?.version,
          envoy: newest.version.envoy?.version,
        }
      : undefined,
  };
}
