import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recorded, recordedItems } from '../../__testUtils__/recorded';
import { K3, setUpKuma } from '../../__testUtils__/setUpKuma';
import { Listing } from '../../http/types';
import { RawProxy } from '../types';
import { withProxyInsights, withZoneInsights } from './withInsights';

const OVERVIEWS = recordedItems<KumaResource>(
  K3,
  'get_meshes_default_dataplanes__overview',
  'items',
);
/** What the recorded overviews hold of insights, as a list of its own. */
const INSIGHTS = OVERVIEWS.map(({ mesh, name, dataplaneInsight }) => ({
  type: 'DataplaneInsight',
  mesh,
  name,
  ...(dataplaneInsight as object),
}));

const page = (items: object[]) => ({
  body: { total: items.length, items, next: null },
});

/** The preview as recorded, with endpoints taken away: those are 404. */
describe('Kuma 3.0 without overviews', () => {
  const setup = setUpKuma();
  const { kuma, lines } = setup;
  const of = { mesh: 'default' };

  function withoutOverviews() {
    const client = kuma(K3);
    setup.upstream
      .on(
        'GET /meshes/default/dataplanes',
        recorded(K3, 'get_meshes_default_dataplanes'),
      )
      .on('GET /meshes/default/dataplane-insights', page(INSIGHTS));
    return client;
  }
  function withOverviews() {
    const client = kuma(K3);
    setup.upstream.on(
      'GET /meshes/default/dataplanes/_overview',
      recorded(K3, 'get_meshes_default_dataplanes__overview'),
    );
    return client;
  }

  it('gives the same proxies from two lists as from one', async () => {
    const whole = await withOverviews().listProxies(of);
    setup.upstream.on('GET /meshes/default/dataplanes/_overview', {
      status: 404,
      body: '404: Page Not Found',
    });
    const client = withoutOverviews();
    const proxies = await client.listProxies(of);
    const insights = await client.list('DataplaneInsight', of);
    expect(whole.withoutInsights).toBeUndefined();
    expect(proxies.withoutInsights).toBe(true);
    const byName = (listing: Listing<RawProxy>) =>
      new Map(listing.rows.map(row => [row.name, row]));
    const joined = byName(withProxyInsights(proxies, insights));
    expect(joined.size).toBeGreaterThan(2);
    expect(joined.get('payments')).toEqual(byName(whole).get('payments'));
    expect([...joined.keys()].sort()).toEqual([...byName(whole).keys()].sort());
  });

  it('tells nothing of proxies while their insights are not told', async () => {
    const { rows } = await withoutOverviews().listProxies(of);
    expect(rows.length).toBeGreaterThan(2);
    for (const row of rows) {
      expect(row).toMatchObject({ status: 'unknown', sync: { sent: 0 } });
      expect(row.certificate).toBeUndefined();
      expect(row.since).toBeUndefined();
      expect(row.resource.networking).toBeDefined();
    }
  });

  it('knows of a whole list what it lacks, and of no other', async () => {
    const client = withoutOverviews();
    const proxies = await client.listProxies(of);
    const insights = await client.list('DataplaneInsight', of);
    const lacking = {
      ...insights,
      rows: insights.rows.filter(({ name }) => name !== 'payments'),
    };
    const statusOf = (listing: typeof insights) =>
      withProxyInsights(proxies, listing).rows.find(
        ({ name }) => name === 'payments',
      )?.status;
    expect(statusOf(insights)).toBe('online');
    expect(statusOf(lacking)).toBe('offline');
    expect(
      statusOf({ ...lacking, skipped: [{ item: 'items[0]', reason: 'odd' }] }),
    ).toBe('unknown');
    expect(statusOf({ ...lacking, doubt: { reason: 'it counts 9' } })).toBe(
      'unknown',
    );
  });

  it('skips a proxy whose insight makes no sense', async () => {
    const client = withoutOverviews();
    const proxies = await client.listProxies(of);
    const insights = await client.list('DataplaneInsight', of);
    const odd = {
      ...insights,
      rows: insights.rows.map(row =>
        row.name === 'payments' ? { ...row, subscriptions: 7 } : row,
      ),
    };
    const { rows, skipped } = withProxyInsights(proxies, odd);
    expect(rows).toHaveLength(proxies.rows.length - 1);
    expect(skipped).toMatchObject([{ id: 'payments' }]);
  });

  it('asks for an endpoint that is gone once, until another version answers', async () => {
    const client = withoutOverviews();
    await client.facts();
    const asked = async () => {
      const before = lines().length;
      await client.listProxies(of);
      return lines().slice(before);
    };
    expect(await asked()).toEqual([
      'GET /meshes/default/dataplanes/_overview',
      'GET /meshes/default/dataplanes',
    ]);
    expect(await asked()).toEqual(['GET /meshes/default/dataplanes']);
    await client.facts();
    expect(await asked()).toEqual(['GET /meshes/default/dataplanes']);
    setup.upstream.on('GET /', { body: { version: '3.0.1' } });
    await client.facts();
    expect(await asked()).toHaveLength(2);
  });

  it('asks no more for lists of all meshes once those of a mesh answered', async () => {
    const client = kuma(K3);
    const services = recorded(K3, 'get_meshes_default_meshservices');
    setup.upstream.on('GET /meshes/default/meshservices', services);
    const across = () => client.list('MeshService');
    await expect(across()).rejects.toMatchObject({ kind: 'not-found' });
    await expect(across()).rejects.toMatchObject({ kind: 'not-found' });
    const count = () =>
      lines().filter(line => line === 'GET /meshservices').length;
    expect(count()).toBe(2);
    await client.list('MeshService', of);
    await expect(across()).rejects.toMatchObject({ kind: 'not-found' });
    expect(count()).toBe(2);
    // Other kinds are known by themselves.
    await expect(client.list('MeshTLS')).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(lines().at(-1)).toBe('GET /meshtlses');
  });

  it('takes no mesh that went for an endpoint that is gone', async () => {
    const client = withOverviews();
    await expect(client.listProxies({ mesh: 'deleted' })).rejects.toMatchObject(
      { kind: 'not-found' },
    );
    const { rows, withoutInsights } = await client.listProxies(of);
    expect(rows.length).toBeGreaterThan(2);
    expect(withoutInsights).toBeUndefined();
  });

  it('reads zones from two lists', async () => {
    const client = kuma(K3);
    const subscription = {
      connectTime: '2026-11-22T22:00:00Z',
      version: { kumaCp: { version: '3.0.0' } },
    };
    setup.upstream
      .on(
        'GET /zones',
        page([
          { type: 'Zone', name: 'own' },
          { type: 'Zone', name: 'east', enabled: true },
          { type: 'Zone', name: 'west', enabled: false },
        ]),
      )
      .on(
        'GET /zone-insights',
        page([
          {
            type: 'ZoneInsight',
            name: 'east',
            subscriptions: [subscription],
          },
          {
            type: 'ZoneInsight',
            name: 'west',
            subscriptions: [
              { ...subscription, disconnectTime: '2026-11-22T23:00:00Z' },
            ],
          },
        ]),
      );
    const zones = await client.listZones();
    expect(zones.withoutInsights).toBe(true);
    expect(zones.rows.map(({ online }) => online)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const seen = withZoneInsights(zones, await client.list('ZoneInsight'));
    expect(seen.rows).toEqual([
      { name: 'own', enabled: true, online: undefined, version: undefined },
      { name: 'east', enabled: true, online: true, version: '3.0.0' },
      { name: 'west', enabled: false, online: false, version: '3.0.0' },
    ]);
  });
});
