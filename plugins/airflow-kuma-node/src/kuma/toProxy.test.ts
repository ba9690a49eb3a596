import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recorded, recordedItems } from '../__testUtils__/recorded';
import { toProxy } from './toProxy';

const K2 = 'kuma-2.14.3';
const one = (name: string) => recorded(K2, name).body as KumaResource;
const all = (system: string) =>
  recordedItems<KumaResource>(
    system,
    'get_meshes_default_dataplanes__overview',
    'items',
  );

describe('toProxy', () => {
  it('reads a proxy that is online', () => {
    const ledger = all(K2).find(row => row.name === 'ledger')!;
    const proxy = toProxy(ledger);
    expect(proxy).toMatchObject({
      mesh: 'default',
      name: 'ledger',
      zone: 'zone-1',
      address: '127.0.1.5',
      status: 'online',
      since: '2026-11-22T21:57:36.196Z',
      sync: {
        connection: '4fa0f203-aa97-4b46-a512-b2ca1f7935df',
        lastUpdate: '2026-11-22T21:57:38.441Z',
        sent: 3,
        acknowledged: 3,
        rejected: 0,
      },
      certificate: {
        expires: '2026-11-22T22:57:37.300Z',
        lastRegeneration: '2026-11-22T21:57:37.300Z',
        regenerations: 1,
        issuer: 'kri_mid_default_zone-1__identity_',
      },
      versions: { kumaDp: '2.14.3', envoy: '1.37.0' },
    });
  });

  it('gives the evaluator a Dataplane as the API lists it', () => {
    const listed = recordedItems<KumaResource>(
      K2,
      'get_meshes_default_dataplanes',
      'items',
    );
    const [overview] = all(K2);
    const dataplane = listed.find(row => row.name === overview.name)!;
    expect(toProxy(overview).resource).toMatchObject({
      type: 'Dataplane',
      mesh: 'default',
      name: dataplane.name,
      labels: dataplane.labels,
      kri: dataplane.kri,
      networking: dataplane.networking,
    });
    expect(JSON.stringify(toProxy(overview))).not.toContain('workdir');
  });

  it.each([
    ['vector-store-overview-offline', 'offline'],
    ['vector-store-overview-offline-certificate-expired', 'offline'],
    ['vector-store-overview-short-lived-identity', 'online'],
    ['ledger-overview-nacked', 'online'],
  ])('%s is %s', (name, status) => {
    expect(toProxy(one(name)).status).toBe(status);
  });

  it('keeps the past expiry of an offline proxy', () => {
    const proxy = toProxy(
      one('vector-store-overview-offline-certificate-expired'),
    );
    expect(Date.parse(proxy.certificate!.expires!)).toBeLessThan(
      Date.parse('2026-11-22T23:59:00Z'),
    );
    expect(proxy.since).toBeDefined();
  });

  it('counts what a proxy rejected', () => {
    const nacked = toProxy(one('ledger-overview-nacked')).sync;
    const mended = toProxy(one('ledger-overview-after-nack-fixed')).sync;
    expect(nacked.rejected).toBeGreaterThan(0);
    expect(mended.rejected).toBeGreaterThanOrEqual(nacked.rejected);
  });

  it('reads proxies of 3.0, which have no tags', () => {
    const proxies = all('kuma-3.0.0-preview').map(toProxy);
    expect(proxies.length).toBeGreaterThan(0);
    expect(proxies.every(proxy => proxy.status === 'online')).toBe(true);
    expect(proxies.every(proxy => proxy.zone === 'zone-1')).toBe(true);
  });

  const base: KumaResource = {
    type: 'DataplaneOverview',
    mesh: 'default',
    name: 'a',
    dataplane: {
      networking: {
        inbound: [
          { port: 1, state: 'Ready' },
          { port: 2, health: { ready: true } },
        ],
      },
    },
    dataplaneInsight: {
      subscriptions: [{ id: 's', connectTime: '2026-11-22T00:00:00Z' }],
    },
  };
  const withInbounds = (...inbound: object[]): KumaResource => ({
    ...base,
    dataplane: { networking: { inbound } },
  });

  it.each([
    ['all listeners ready', base, 'online'],
    [
      'one not ready',
      withInbounds({ state: 'NotReady' }, { state: 'Ready' }),
      'partially-degraded',
    ],
    [
      'none ready',
      withInbounds({ state: 'NotReady' }, { health: { ready: false } }),
      'offline',
    ],
    ['only ignored ones', withInbounds({ state: 'Ignored' }), 'online'],
    [
      'an ignored one heals no proxy',
      withInbounds({ state: 'Ignored' }, { state: 'NotReady' }),
      'offline',
    ],
    [
      'an ignored one breaks none',
      withInbounds(
        { state: 'Ignored', health: { ready: false } },
        { state: 'Ready' },
      ),
      'online',
    ],
    ['a gateway without listeners', withInbounds(), 'online'],
    ['never connected', { ...base, dataplaneInsight: undefined }, 'offline'],
    ['an unknown state', withInbounds({ state: 'Dreaming' }), 'online'],
  ])('status: %s', (_what, row, status) => {
    expect(toProxy(row as KumaResource).status).toBe(status);
  });

  it('says nothing of an expiry that an external issuer does not report', () => {
    const proxy = toProxy({
      ...base,
      dataplaneInsight: {
        mTLS: {
          certificateExpirationTime: '0001-01-01T00:00:00Z',
          issuedBackend: 'kri_mid_default_zone-1__spire_',
        },
      },
    });
    expect(proxy.certificate).toEqual({
      expires: undefined,
      lastRegeneration: undefined,
      regenerations: undefined,
      issuer: 'kri_mid_default_zone-1__spire_',
    });
  });

  it('takes the connection that stands, whatever came later', () => {
    const proxy = toProxy({
      ...base,
      dataplaneInsight: {
        subscriptions: [
          {
            id: 'old',
            connectTime: '2026-11-22T00:00:00Z',
            status: { total: { responsesSent: '3' } },
          },
          {
            id: 'short',
            connectTime: '2026-11-22T01:00:00Z',
            disconnectTime: '2026-11-22T01:00:01Z',
            status: { total: { responsesSent: '1' } },
          },
        ],
      },
    });
    expect(proxy.status).toBe('online');
    expect(proxy.sync).toMatchObject({ connection: 'old', sent: 3 });
  });
});
