import { Proxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { proxy } from '../__testUtils__/ask';
import { ProxyFacts } from '../ExplainFacts';
import { certificateAdvice } from './certificateAdvice';
import { certificateHistory, worstFirst } from './certificateHistory';
import { expiryCause } from './expiryCause';

const NOW = '2026-11-22T23:00:00Z';
const EXPIRED = '2026-11-22T22:00:00Z';
const certificate = {
  expires: EXPIRED,
  lastRegeneration: '2026-11-21T22:00:00Z',
  regenerations: 3,
  issuer: 'kri_mid_default_zone-1__identity_',
};
const issuer = (ready: boolean) => ({
  type: 'MeshIdentity',
  mesh: 'default',
  name: 'identity',
  status: {
    conditions: ready
      ? [{ type: 'Ready', status: 'True' }]
      : [
          { type: 'Ready', status: 'False' },
          {
            type: 'ProviderInitialized',
            status: 'False',
            reason: 'ProviderValidationError',
            message: 'no such CA',
          },
        ],
  },
});

function facts(
  shown: Partial<Proxy>,
  more: Partial<ProxyFacts> = {},
): ProxyFacts {
  const now = proxy('payments', { certificate, ...shown });
  return {
    proxy: now,
    identity: { dataplane: 'payments', uriSans: [], kind: 'mesh-identity' },
    issuer: issuer(true),
    issuerHistory: [],
    history: [{ validFrom: '2026-11-20T00:00:00Z', proxy: now }],
    ...more,
  };
}

const since = '2026-11-22T21:00:00Z';
const sync = proxy('payments').sync;
/** Shown again as connected, by a proxy that was not when the certificate ran out. */
const cameBack = facts(
  { since: '2026-11-22T22:30:00Z' },
  {
    history: [
      {
        validFrom: since,
        validTo: '2026-11-22T22:30:00Z',
        proxy: { status: 'offline', since, certificate },
      },
      {
        validFrom: '2026-11-22T22:30:00Z',
        proxy: { status: 'online', certificate },
      },
    ],
  },
);

describe('why a certificate ran out', () => {
  it.each<[string, ProxyFacts, RegExp, RegExp]>([
    [
      'nothing was connected',
      facts({ status: 'offline', since }),
      /disconnected from 2026-11-22 21:00 UTC on, before its certificate ran out/,
      /^Start or reconnect payments/,
    ],
    [
      'it was disconnected then, and is connected now',
      cameBack,
      /disconnected from 2026-11-22 21:00 UTC on/,
      /^Restart the kuma-dp/,
    ],
    [
      'the issuer was in trouble then, and is well now',
      facts(
        {},
        {
          issuerHistory: [
            {
              validFrom: '2026-11-22T12:00:00Z',
              validTo: '2026-11-22T22:40:00Z',
              resource: issuer(false),
            },
            { validFrom: '2026-11-22T22:40:00Z', resource: issuer(true) },
          ],
        },
      ),
      /not ready: ProviderValidationError, no such CA/,
      /^Mend the MeshIdentity/,
    ],
    [
      'the issuer was well then, and is in trouble now',
      facts(
        {},
        {
          issuer: issuer(false),
          issuerHistory: [
            {
              validFrom: '2026-11-20T00:00:00Z',
              validTo: '2026-11-22T22:40:00Z',
              resource: issuer(true),
            },
          ],
        },
      ),
      /^The control plane did not renew/,
      /log/,
    ],
    [
      'it refuses its configuration',
      facts({ sync: { ...sync, rejectedGrewAt: NOW } }),
      /refuses its configuration/,
      /^Find what payments refuses/,
    ],
    [
      'the control plane let it run out',
      facts({ sync: { ...sync, lastUpdate: '2026-11-22T09:00:00Z' } }),
      /due at 2026-11-22 17:12 UTC, payments was connected \(since 2026-11-20 00:00 UTC\).* sent payments nothing since 2026-11-22 09:00 UTC/,
      /log from 2026-11-22 17:12 UTC on/,
    ],
    [
      'nothing of that time is known',
      facts(
        {
          since: '2026-11-22T22:30:00Z',
          certificate: { ...certificate, lastRegeneration: undefined },
        },
        { history: [] },
      ),
      /cannot be told. What is missing: whether payments was connected then; when the certificate was issued; and the control plane's log/,
      /log/,
    ],
    [
      'another issuer took over, and gave nothing',
      facts(
        {},
        {
          history: [
            {
              validFrom: '2026-11-21T00:00:00Z',
              validTo: '2026-11-22T20:00:00Z',
              proxy: { status: 'online', certificate },
            },
            {
              validFrom: '2026-11-22T20:00:00Z',
              proxy: {
                status: 'online',
                certificate: { ...certificate, issuer: 'ca-2' },
              },
            },
          ],
        },
      ),
      /issuer changed at 2026-11-22 20:00 UTC to ca-2/,
      /new issuer selects payments/,
    ],
  ])('%s', (_name, given, cause, advice) => {
    const answer = expiryCause(given, EXPIRED);
    expect(answer.cause).toMatch(cause);
    expect(answer.advice).toMatch(advice);
    // What advises on the chain is what stands beside the cause.
    expect(certificateAdvice([given], NOW)).toBe(answer.advice);
    expect(certificateHistory('source', given, NOW).cause).toBe(answer.cause);
  });

  it('advises nobody to reconnect what is connected', () => {
    for (const given of [facts({}), cameBack]) {
      expect(certificateAdvice([given], NOW)).not.toMatch(/reconnect/i);
    }
  });

  it('puts the worst first, then what runs out next', () => {
    const histories = [
      facts({
        name: 'late',
        certificate: { ...certificate, expires: '2026-11-24T00:00:00Z' },
      }),
      facts({ name: 'external', certificate: { issuer: 'spire' } }),
      facts({
        name: 'soon',
        certificate: { ...certificate, expires: '2026-11-23T00:00:00Z' },
      }),
      facts({ name: 'none', certificate: undefined }),
      facts({ name: 'expired' }),
    ].map(given => certificateHistory('destination', given, NOW));
    expect(worstFirst(histories).map(({ proxy: name }) => name)).toEqual([
      'expired',
      'none',
      'soon',
      'late',
      'external',
    ]);
  });
});
