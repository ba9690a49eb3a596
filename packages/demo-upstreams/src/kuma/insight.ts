import { kri, kumaTime } from './format';
import { Place } from './shapes';
import { Insight } from './types';

const envoyOf = {
  '2.14.3': { version: '1.37.0', build: 'demo/1.37.0/Clean/RELEASE/BoringSSL' },
  '3.0.0-preview': {
    version: '1.39.3',
    build: 'demo/1.39.3/Clean/RELEASE/BoringSSL',
  },
} as const;

/** `dataplaneInsight` of an overview, as the control plane shows it. */
export function dataplaneInsight(
  place: Place,
  insight: Insight,
  issuer: { identity?: string; backend?: string },
): Record<string, unknown> {
  const kumaDp = {
    version: place.version,
    gitTag: place.version,
    gitCommit: 'unknown',
    buildDate: 'unknown',
  };
  const envoy = envoyOf[place.version];
  return {
    subscriptions: [
      {
        id: insight.subscriptionId,
        controlPlaneInstanceId: 'kuma-cp-demo',
        connectTime: kumaTime(insight.connectTime),
        ...(insight.disconnectTime !== undefined && {
          disconnectTime: kumaTime(insight.disconnectTime),
        }),
        status: {
          lastUpdateTime: kumaTime(insight.lastUpdate),
          total: counters(insight),
          cds: counters({
            sent: 1,
            acknowledged: 1,
            rejected: insight.rejected,
          }),
          eds: {},
          lds: counters({ sent: 1, acknowledged: 1, rejected: 0 }),
          rds: {},
        },
        version: { kumaDp: { ...kumaDp, kumaCpCompatible: true }, envoy },
        ...(insight.disconnectTime === undefined && { generation: 1 }),
      },
    ],
    ...(insight.certificate && {
      mTLS: {
        certificateExpirationTime: kumaTime(insight.certificate.expires),
        lastCertificateRegeneration: kumaTime(insight.certificate.regenerated),
        certificateRegenerations: insight.certificate.regenerations,
        ...issued(place, issuer),
      },
    }),
    metadata: {
      'dataplane.admin.port': '9901',
      'dataplane.proxyType': 'dataplane',
      features: ['feature-strict-inbound-ports', 'feature-reuse-port'],
      version: { envoy, kumaDp },
    },
  };
}

function issued(
  place: Place,
  issuer: { identity?: string; backend?: string },
): Record<string, unknown> {
  if (issuer.identity) {
    return {
      issuedBackend: kri('mid', { ...place, name: issuer.identity }),
      supportedBackends: [
        kri('mtrust', { mesh: place.mesh, name: issuer.identity }),
      ],
    };
  }
  return { issuedBackend: issuer.backend, supportedBackends: [issuer.backend] };
}

/** Protobuf counters: strings, and absent when zero. */
function counters(values: {
  sent: number;
  acknowledged: number;
  rejected: number;
}): Record<string, string> {
  return {
    ...(values.sent && { responsesSent: String(values.sent) }),
    ...(values.acknowledged && {
      responsesAcknowledged: String(values.acknowledged),
    }),
    ...(values.rejected && { responsesRejected: String(values.rejected) }),
  };
}
