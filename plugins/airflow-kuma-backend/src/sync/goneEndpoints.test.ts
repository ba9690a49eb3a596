import {
  defaultMesh,
  GoneFromKuma,
  KumaStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { expectAlone, FAULTS, SLOW, stored } from './__testUtils__/expectAlone';
import { kumaConfig, setUpSource } from './__testUtils__/setUpSource';
import {
  Recording,
  recordingsOf,
  startReplay,
} from './__testUtils__/startReplay';

jest.setTimeout(120_000);

const ALL: GoneFromKuma[] = [
  'lists of all meshes',
  'overviews',
  'insights',
  'service insights',
];
const TIMEOUT = { timeout: { seconds: 5 } };

/** A control plane that drops endpoints is read as before, without a restart. */
describe('endpoints that are gone', () => {
  const source = setUpSource();

  /** A 3.0 that has two meshes and two zones, and had a first read. */
  async function setUp(gone: GoneFromKuma[] = []): Promise<KumaStandIn> {
    const second = { ...defaultMesh, name: 'second' };
    const kuma = await source.kuma('3.0.0-preview', TIMEOUT, [
      defaultMesh,
      second,
    ]);
    kuma.state.setZone('east', { enabled: true, online: false });
    kuma.state.takeOffline('second', defaultMesh.proxies[0].name);
    kuma.state.gone = gone;
    await source.read();
    return kuma;
  }
  const namesOf = async () =>
    (await source.status()).parts.map(({ name, mesh }) => [name, mesh]);
  /** What is asked in one read, and how much of it is a 404. */
  async function asked(kuma: KumaStandIn) {
    kuma.requests.clear();
    await source.read();
    const paths = kuma.requests
      .list()
      .map(({ path }) => path.replace(/\?.*/, ''));
    const answers = await Promise.all(
      [...new Set(paths)].map(async path => ({
        path,
        status: (await fetch(`${kuma.url}${path}`)).status,
      })),
    );
    return {
      paths,
      missing: answers.filter(({ status }) => status === 404),
    };
  }

  it.each<[GoneFromKuma[]]>([
    [['lists of all meshes']],
    [['overviews']],
    [['service insights']],
    [['lists of all meshes', 'overviews', 'service insights']],
  ])('change nothing of what is stored: %j', async gone => {
    const kuma = await setUp();
    const before = await stored(source);
    expect(before.proxies.length).toBeGreaterThan(10);
    expect(before.proxies.map(({ status }) => status)).toContain('offline');
    kuma.state.gone = gone;
    await source.read();
    expect(await stored(source)).toEqual(before);
    const { state, parts } = await source.status();
    expect(state).toBe('ok');
    expect(parts.filter(part => part.state !== 'read')).toEqual([]);
    // A kind stays one part, although it is asked of each mesh.
    expect(parts.filter(({ mesh }) => mesh !== undefined)).toEqual([]);
    const { missing } = await asked(kuma);
    expect(missing).toEqual([]);
  });

  it('are found out with one request each', async () => {
    const kuma = await setUp();
    const { paths: before } = await asked(kuma);
    kuma.state.gone = ['overviews'];
    const { paths, missing } = await asked(kuma);
    expect(missing.map(({ path }) => path).sort()).toEqual([
      '/dataplanes/_overview',
      '/zones/_overview',
    ]);
    // Each is replaced by two.
    expect(paths).toHaveLength(before.length + 2 * 2);
    expect((await asked(kuma)).missing).toEqual([]);
  });

  it('cost the health of proxies alone where insights are gone, too', async () => {
    const kuma = await setUp();
    const before = await stored(source);
    kuma.state.gone = ALL;
    await source.read();
    const after = await stored(source);
    expect(after.snapshot).toEqual({
      ...before.snapshot,
      // What has no kind any more is no kind of the snapshot either.
      kinds: after.snapshot.kinds,
    });
    expect(after.proxies.map(({ status }) => status)).toEqual(
      before.proxies.map(() => 'unknown'),
    );
    for (const { proxies } of [...after.services, ...after.meshes]) {
      expect(proxies.online).toBe(0);
      expect(proxies.unknown ?? 0).toBe(proxies.total);
    }
    const { state, parts } = await source.status();
    expect(state).toBe('ok');
    expect(parts.filter(part => part.state !== 'read')).toMatchObject([
      { name: 'DataplaneInsight', state: 'not-told' },
      { name: 'DataplaneInsight', state: 'not-told' },
      { name: 'ZoneInsight', state: 'not-told' },
    ]);
    kuma.state.gone = [];
    await source.read();
    expect(await stored(source)).toEqual(before);
  });

  it.each([
    ['DataplaneInsight', /dataplane-insights/],
    ['ZoneInsight', /zone-insights/],
  ])('leave %s as a part that fails alone', async (name, path) => {
    const kuma = await setUp(['overviews']);
    // Of a list that is not there at all the last state does not stand.
    const faults = FAULTS.filter(([what]) => what !== 'is not there');
    expect(
      await expectAlone(source, kuma, name, path, [...faults, ...SLOW]),
    ).toBe(faults.length + 1);
  });

  it('let one mesh fail alone', async () => {
    const kuma = await setUp(['lists of all meshes']);
    const before = await stored(source);
    kuma.faults.add({
      path: /meshes\/second\/meshservices/,
      fault: { kind: 'status', status: 500 },
    });
    await source.read();
    expect(await stored(source)).toEqual(before);
    const odd = (await source.status()).parts.filter(
      ({ name }) => name === 'MeshService',
    );
    expect(odd).toMatchObject([
      { mesh: 'default', state: 'read' },
      { mesh: 'second', state: 'failed' },
    ]);
  });

  it('are asked of wanted meshes alone', async () => {
    const kuma = await source.kuma('3.0.0-preview', { meshes: ['second'] }, [
      defaultMesh,
      { ...defaultMesh, name: 'second' },
    ]);
    kuma.state.gone = ['lists of all meshes'];
    await source.read();
    expect(kuma.requests.count(/meshes\/second\//)).toBeGreaterThan(5);
    expect(kuma.requests.count(/meshes\/default\//)).toBe(0);
  });

  it('go with an upgrade from 2.14 to 3.0 while it is read', async () => {
    const old = await source.kuma('2.14.3', undefined, [defaultMesh]);
    await source.read();
    const before = await stored(source);
    const servicesOf = (world: typeof before) =>
      world.services.map(({ name, dataplanes }) => ({ name, dataplanes }));
    const port = Number(new URL(old.url).port);
    await old.stop();
    const kuma = await startKumaStandIn({
      version: '3.0.0-preview',
      meshes: [defaultMesh],
      port,
      gone: ['lists of all meshes', 'overviews', 'service insights'],
    });
    try {
      await source.read();
      const status = await source.status();
      expect(status).toMatchObject({ state: 'ok', version: '3.0.0-preview' });
      expect(status.heldBack).toBeUndefined();
      expect(status.parts.filter(({ state }) => state !== 'read')).toEqual([]);
      const after = await stored(source);
      expect(servicesOf(after)).toEqual(servicesOf(before));
      expect(after.proxies.map(({ name, status: is }) => [name, is])).toEqual(
        before.proxies.map(({ name, status: is }) => [name, is]),
      );
      expect((await namesOf()).map(([name]) => name)).not.toContain(
        'TrafficPermission',
      );
      expect((await asked(kuma)).missing).toEqual([]);
    } finally {
      await kuma.stop();
    }
  });

  it('come back with a downgrade', async () => {
    const kuma = await setUp(['overviews']);
    const port = Number(new URL(kuma.url).port);
    await kuma.stop();
    const old = await startKumaStandIn({
      version: '2.14.3',
      meshes: [defaultMesh],
      port,
    });
    try {
      await source.read();
      const { paths } = await asked(old);
      expect(paths).toContain('/dataplanes/_overview');
      expect(paths).not.toContain('/dataplanes');
    } finally {
      await old.stop();
    }
  });

  describe('in the recordings of the preview', () => {
    const all = recordingsOf('kuma-3.0.0-preview');
    const overviews = all.find(
      ({ path }) => path === '/meshes/default/dataplanes/_overview',
    )!;
    const { items } = overviews.body as { items: any[] };
    /** What the recorded overviews hold of insights, as a list of its own. */
    const insights: Recording = {
      ...overviews,
      path: '/meshes/default/dataplane-insights',
      body: {
        total: items.length,
        items: items.map(({ mesh, name, dataplaneInsight }) => ({
          type: 'DataplaneInsight',
          mesh,
          name,
          ...dataplaneInsight,
        })),
        next: null,
      },
    };
    const without = (gone: RegExp) =>
      all.filter(({ path }) => !gone.test(path));
    const read = async (recordings: Recording[]) => {
      const replay = await startReplay(recordings);
      await source.connect(replay, kumaConfig(replay.url));
      await source.read();
      expect(await source.status()).toMatchObject({ state: 'ok' });
      return stored(source);
    };
    const healthOf = ({ proxies }: Awaited<ReturnType<typeof stored>>) =>
      proxies.map(({ name, status, certificate }) => ({
        name,
        status,
        certificate,
      }));

    it('are replaced by two lists', async () => {
      const before = await read(all);
      const after = await read([...without(/_overview$/), insights]);
      expect(before.proxies.length).toBeGreaterThan(2);
      expect(after.snapshot.meshServices).toEqual(before.snapshot.meshServices);
      expect(healthOf(after)).toEqual(healthOf(before));
    });

    it('leave verdicts as they are where nothing replaces them', async () => {
      const before = await read(all);
      const after = await read(
        without(/_overview$|service-insights$|_resources\/dataplanes$/),
      );
      expect(healthOf(after)).toEqual(
        healthOf(before).map(({ name }) => ({ name, status: 'unknown' })),
      );
      expect(after.snapshot.dataplanes).toEqual(before.snapshot.dataplanes);
      expect(after.services.map(({ dataplanes }) => dataplanes)).toEqual(
        before.services.map(({ dataplanes }) => dataplanes),
      );
    });
  });
});
