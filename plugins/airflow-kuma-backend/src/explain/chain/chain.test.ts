import { utcMinute } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { kumaSource, NOW } from '../../graph/__testUtils__/facts';
import { ask, proxy } from '../__testUtils__/ask';

describe('the chain of an explanation', () => {
  it('names the offline proxy before anything in Airflow', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[0] = proxy('airflow-orders', {
        status: 'offline',
        since: '2026-11-22T23:00:00Z',
      });
    });
    expect(answer.link('source-proxy')).toMatchObject({
      status: 'problem',
      fact: 'airflow-orders is offline since 2026-11-22 23:00 UTC, and no other proxy stands in.',
    });
    expect(answer.outcome).toBe('unknown');
    expect(answer.remedies).toContainEqual({
      kind: 'outside',
      text: "Start or reconnect the proxy beside the DAG's workers.",
    });
  });

  it('says what a control plane without insights does not tell', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        status: 'unknown',
        certificate: undefined,
        sync: { sent: 0, acknowledged: 0, rejected: 0 },
      });
    });
    expect(answer.outcome).toBe('allow');
    for (const [id, words] of [
      ['destination-proxy', /does not tell whether payments is connected/],
      ['destination-certificate', /not tell the certificate of payments/],
      ['destination-sync', /not tell what payments acknowledged/],
    ] as const) {
      expect(answer.link(id)).toMatchObject({
        status: 'unknown',
        fact: expect.stringMatching(words),
      });
    }
    expect(answer.remedies).not.toContainEqual(
      expect.objectContaining({ text: expect.stringMatching(/reconnect/) }),
    );
  });

  it('says that an allowed call can still fail', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', { status: 'offline' });
    });
    expect(answer.outcome).toBe('allow');
    expect(answer.sentence).toMatch(
      /Calls can still fail: payments is offline/,
    );
  });

  it('says when a certificate expired, and why', async () => {
    const expired = {
      expires: '2026-11-22T22:00:00Z',
      regenerations: 1,
      issuer: 'kri_mid_default_zone-1__identity_',
    };
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        status: 'offline',
        since: '2026-11-22T21:00:00Z',
        certificate: expired,
      });
      inventory.versions.payments = [
        {
          validFrom: '2026-11-21T21:00:00Z',
          validTo: '2026-11-22T21:00:05Z',
          data: proxy('payments', { certificate: expired }),
        },
        {
          validFrom: '2026-11-22T21:00:05Z',
          data: inventory.proxyFacts[1],
        },
      ];
    });
    expect(answer.link('destination-certificate')).toMatchObject({
      status: 'problem',
      fact: 'The certificate of payments expired at 2026-11-22 22:00 UTC.',
    });
    expect(answer.certificates).toContainEqual(
      expect.objectContaining({
        proxy: 'payments',
        side: 'destination',
        cause:
          'payments was disconnected from 2026-11-22 21:00 UTC on, before its certificate ran out at 2026-11-22 22:00 UTC, so nothing could renew it.',
      }),
    );
  });

  it('never calls a certificate of an external issuer expired', async () => {
    const answer = await ask(inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        certificate: { issuer: 'kri_mid_default_zone-1__spire_' },
      });
    });
    expect(answer.link('destination-certificate').status).toBe('unknown');
    expect(JSON.stringify(answer)).not.toMatch(/expired/);
    expect(
      answer.certificates.find(({ proxy: name }) => name === 'payments')?.cause,
    ).toMatch(/reports no expiry/);
  });

  it('says that a source is stale', async () => {
    const answer = await ask(inventory => {
      inventory.sourceStates = [
        kumaSource({ state: 'stale', error: 'Connection refused' }),
      ];
    });
    expect(answer.outcome).toBe('unknown');
    expect(answer.link('source-data')).toMatchObject({
      status: 'problem',
      fact: `eu has not answered since ${utcMinute(NOW)}: Connection refused.`,
    });
    expect(answer.dataAge).toEqual([
      { kind: 'kuma', name: 'eu', state: 'stale', lastSuccess: NOW },
    ]);
  });

  it('tells a proxy that refuses its configuration by growth alone', async () => {
    const refusing = (rejectedGrewAt?: string) =>
      ask(inventory => {
        const { sync } = inventory.proxyFacts[1];
        inventory.proxyFacts[1].sync = {
          ...sync,
          rejected: 13,
          rejectedGrewAt,
        };
      });
    expect((await refusing()).link('destination-sync').status).toBe('ok');
    expect(
      (await refusing('2026-11-22T12:00:00Z')).link('destination-sync').status,
    ).toBe('ok');
    const now = await refusing('2026-11-23T00:29:50Z');
    expect(now.link('destination-sync')).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(/^payments refuses what/),
    });
  });

  it('tells a control plane that cannot build a configuration by counters that stand still', async () => {
    const changed = (modified: string) =>
      ask(inventory => {
        inventory.permissionFacts[0].modified = modified;
      });
    expect(
      (await changed('2026-11-23T00:10:00Z')).link('destination-sync'),
    ).toMatchObject({
      status: 'problem',
      fact: expect.stringMatching(/unable to build its configuration/),
    });
    // too young to say: proxies have not had the time
    expect(
      (await changed('2026-11-23T00:29:55Z')).link('destination-sync').status,
    ).toBe('ok');
  });

  it('gives the words of an identity that is not ready', async () => {
    const answer = await ask(inventory => {
      inventory.snapshot!.meshIdentities[0].status = {
        conditions: [
          {
            type: 'Provider',
            status: 'False',
            reason: 'ProviderValidationError',
            message: 'self-signed certificates are not allowed',
          },
          { type: 'Ready', status: 'False', reason: 'Failure' },
        ],
      };
    });
    expect(answer.link('identity-ready').fact).toMatch(
      /is not ready|has no identity/,
    );
    expect(answer.link('identity-ready').status).toBe('problem');
  });
});
