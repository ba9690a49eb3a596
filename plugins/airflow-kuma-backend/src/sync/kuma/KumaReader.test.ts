import { TestDatabases } from '@backstage/backend-test-utils';
import {
  defaultMesh,
  KumaStandIn,
  KumaVersion,
  legacyMesh,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { migrated } from '../../access/__testUtils__/databases';
import { createWorld, World } from '../__testUtils__/world';

jest.setTimeout(60_000);

const DEFAULT = { controlPlane: 'eu', mesh: 'default' };

describe('KumaReader', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let kuma: KumaStandIn;
  let world: World;

  async function setUp(version: KumaVersion, more?: object) {
    kuma = await startKumaStandIn({
      version,
      meshes: version === '2.14.3' ? [defaultMesh, legacyMesh] : [defaultMesh],
    });
    world = await createWorld(await migrated(databases, 'SQLITE_3'), {
      kuma: {
        controlPlanes: {
          eu: {
            baseUrl: kuma.url,
            guiUrl: 'https://kuma.example.com/gui/',
            labels: { environment: 'env', owner: 'team' },
            ...more,
          },
        },
      },
    });
    await world.read('eu');
  }

  afterEach(async () => {
    await kuma.stop();
  });

  const service = async (name: string, mesh = 'default') => {
    const all = await world.inventory.services();
    return all.find(each => each.name === name && each.mesh === mesh)!;
  };
  const proxy = async (name: string) => {
    const all = await world.inventory.proxies(DEFAULT);
    return all.find(each => each.name === name)!;
  };

  it('reads meshes of two kinds', async () => {
    await setUp('2.14.3');
    expect(await world.status('eu')).toMatchObject({
      state: 'ok',
      version: '2.14.3',
      writable: true,
      skipped: [],
    });
    expect(await world.inventory.meshes()).toMatchObject([
      {
        mesh: 'default',
        mtls: 'identity',
        zones: ['zone-1'],
        writable: true,
        guiUrl: 'https://kuma.example.com/gui/meshes/default/overview',
      },
      { mesh: 'legacy', mtls: 'ca', mtlsMode: 'strict' },
    ]);
  });

  it.each([
    ['kubernetes', true],
    ['git', false],
    ['none', false],
  ])(
    'tells whether permissions are written at once by %s',
    async (driver, is) => {
      await setUp('2.14.3', { driver });
      expect((await world.status('eu'))?.writable).toBe(is);
      expect((await world.inventory.meshes())[0].writable).toBe(is);
    },
  );

  it('tells which mesh sends traces', async () => {
    await setUp('2.14.3');
    const traced = async () =>
      (await world.inventory.meshes()).map(each => each.traced);
    expect(await traced()).toEqual([undefined, undefined]);
    const write = (backends: object[]) =>
      fetch(`${kuma.url}/__demo/resources`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          type: 'MeshTrace',
          mesh: 'default',
          name: 'all',
          spec: { targetRef: { kind: 'Mesh' }, default: { backends } },
        }),
      });
    await write([
      { type: 'OpenTelemetry', openTelemetry: { endpoint: 'collector:4317' } },
    ]);
    await world.read('eu');
    expect(await traced()).toEqual([true, undefined]);
    await write([]);
    await world.read('eu');
    expect(await traced()).toEqual([undefined, undefined]);
  });

  it('tells which trust domains a mesh accepts, and whether it is logged', async () => {
    await setUp('2.14.3');
    const told = async () =>
      (await world.inventory.meshes()).map(({ trustDomains, logged }) => ({
        trustDomains,
        logged,
      }));
    const own = 'default.zone-1.mesh.local';
    expect(await told()).toEqual([
      { trustDomains: [own], logged: undefined },
      { trustDomains: undefined, logged: undefined },
    ]);
    const resource = (type: string, name: string, spec: object) => ({
      type,
      mesh: 'default',
      name,
      creationTime: '2026-01-01T00:00:00Z',
      modificationTime: '2026-01-01T00:00:00Z',
      spec,
    });
    for (const [name, trustDomain] of [
      ['again', own],
      ['partner', 'partner.example.com'],
    ]) {
      kuma.state.applyDirectly(
        resource('MeshTrust', name, { trustDomain, caBundles: [] }),
      );
    }
    const log = (backends: object[]) =>
      kuma.state.applyDirectly(
        resource('MeshAccessLog', 'all', {
          rules: [{ default: { backends } }],
        }),
      );
    log([{ type: 'Tcp', tcp: { address: 'logs.example.com:9000' } }]);
    await world.read('eu');
    expect((await told())[0]).toEqual({
      trustDomains: [own, 'partner.example.com'],
      logged: true,
    });
    // A MeshAccessLog without a backend switches logs off.
    log([]);
    await world.read('eu');
    expect((await told())[0].logged).toBeUndefined();
  });

  it('stores no certificate of a MeshTrust', async () => {
    await setUp('2.14.3');
    const trusts = await world.objectStore.dataOf(
      'kuma:eu',
      'MeshTrust',
      trust => JSON.stringify(trust),
    );
    expect([...trusts.values()]).toEqual([
      expect.not.stringContaining('CERTIFICATE'),
    ]);
  });

  it('says which zones are away, since when, and forgets it when they are back', async () => {
    await setUp('2.14.3');
    const zones = async () => {
      const { parts } = await world.status('eu');
      return parts.find(({ name }) => name === 'Zone');
    };
    // The own zone of a control plane is not tracked, and not away.
    expect(await zones()).toMatchObject({ state: 'read' });
    expect((await zones())!.reason).toBeUndefined();
    kuma.state.setZone('east', { enabled: true, online: false });
    kuma.state.setZone('north', { enabled: true, online: true });
    kuma.state.setZone('west', { enabled: false, online: true });
    await world.read('eu');
    const since = world.time.now.toISOString();
    await world.read('eu');
    expect(await zones()).toMatchObject({
      state: 'read',
      reason: expect.stringMatching(
        /^Zone east is offline, zone west is disabled: /,
      ),
      since,
    });
    expect(world.warnings()).toHaveLength(1);
    kuma.state.setZone('east', { enabled: true, online: true });
    kuma.state.setZone('west', { enabled: true, online: true });
    await world.read('eu');
    expect((await zones())!.reason).toBeUndefined();
  });

  it('reads services of every kind', async () => {
    await setUp('2.14.3');
    const services = await world.inventory.services();
    const kinds = new Set(services.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'MeshExternalService',
      'MeshService',
      'ServiceTag',
    ]);
    const [seed] = defaultMesh.services.filter(each => each.selector);
    const found = await service(seed.name);
    expect(found).toMatchObject({
      ref: `resource:default/eu.default.${seed.name}`,
      kind: 'MeshService',
      zone: 'zone-1',
      owner: `group:default/${seed.labels?.team}`,
      dataDomain: seed.labels?.['data-domain'],
      environment: seed.labels?.env,
      hostnames: [`${seed.name}.svc.mesh.local`],
      guiUrl: `https://kuma.example.com/gui/meshes/default/services/mesh-services/${seed.name}/overview`,
    });
    expect(found.dataplanes.length).toBeGreaterThan(0);
    expect(found.proxies.total).toBe(found.dataplanes.length);
    const tag = services.find(({ kind }) => kind === 'ServiceTag')!;
    expect(tag).toMatchObject({
      mesh: 'legacy',
      ref: `resource:default/eu.legacy.tag_${tag.name}`,
      identities: [tag.name],
    });
  });

  it('reads the 3.0 preview', async () => {
    await setUp('3.0.0-preview');
    expect(await world.status('eu')).toMatchObject({
      state: 'ok',
      version: expect.stringMatching(/^3\.0/),
    });
    const services = await world.inventory.services();
    expect(services.length).toBeGreaterThan(10);
    const snapshot = await world.inventory.meshSnapshot(DEFAULT);
    expect(snapshot?.trafficPermissions).toEqual([]);
    expect(snapshot?.meshTrafficPermissions.length).toBeGreaterThan(0);
  });

  it('gives the evaluator resources as the API has them, also of the past', async () => {
    await setUp('2.14.3');
    const before = world.time.now.toISOString();
    const first = await world.inventory.meshSnapshot(DEFAULT);
    expect(first).toMatchObject({ version: '2.14.3', cliques: true });
    const [permission] = first!.meshTrafficPermissions;
    expect(permission).toMatchObject({
      type: 'MeshTrafficPermission',
      creationTime: expect.any(String),
      spec: expect.anything(),
    });
    kuma.state.deleteDirectly(
      'MeshTrafficPermission',
      'default',
      permission.name,
    );
    await world.read('eu');
    const now = await world.inventory.meshSnapshot(DEFAULT);
    const names = (snapshot: typeof now) =>
      snapshot!.meshTrafficPermissions.map(({ name }) => name);
    expect(names(now)).not.toContain(permission.name);
    const then = await world.inventory.meshSnapshot(DEFAULT, { asOf: before });
    expect(names(then)).toEqual(names(first));
    expect(
      await world.inventory.meshSnapshot(DEFAULT, { asOf: '2020-01-01' }),
    ).toBeUndefined();
    expect(
      await world.inventory.history({
        ...DEFAULT,
        kind: 'permission',
        name: permission.name,
      }),
    ).toEqual([
      {
        validFrom: before,
        validTo: world.time.now.toISOString(),
        data: expect.objectContaining({ name: permission.name }),
      },
    ]);
  });

  it('writes nothing when nothing changed', async () => {
    await setUp('2.14.3');
    const revision = await world.inventory.revision();
    await world.read('eu');
    expect(await world.inventory.revision()).toBe(revision);
  });

  it('tells of a rejected configuration by growth alone', async () => {
    await setUp('2.14.3');
    const { name } = defaultMesh.proxies[0];
    expect((await proxy(name)).sync.rejectedGrewAt).toBeUndefined();
    const started = Date.now();
    kuma.state.startRejecting('default', name);
    let rejected = 0;
    while (rejected === 0 && Date.now() - started < 15_000) {
      await new Promise(resolve => setTimeout(resolve, 500));
      await world.read('eu', 500);
      rejected = (await proxy(name)).sync.rejected;
    }
    expect((await proxy(name)).sync.rejectedGrewAt).toBe(
      world.time.now.toISOString(),
    );
    kuma.state.stopRejecting('default', name);
    await world.read('eu');
    const grewAt = (await proxy(name)).sync.rejectedGrewAt;
    await world.read('eu');
    expect((await proxy(name)).sync.rejectedGrewAt).toBe(grewAt);
    expect((await proxy(name)).sync.rejected).toBeGreaterThan(0);
  });

  it('tells since when no counter moved', async () => {
    await setUp('2.14.3');
    const { name } = defaultMesh.proxies[0];
    const first = world.time.now.toISOString();
    await world.read('eu');
    await world.read('eu');
    expect((await proxy(name)).sync.unchangedSince).toBe(first);
  });

  it('keeps the history of a proxy and its certificate', async () => {
    await setUp('2.14.3');
    const { name } = defaultMesh.proxies[0];
    const before = await proxy(name);
    expect(before.uriSans).toHaveLength(1);
    kuma.state.takeOffline('default', name);
    await world.read('eu');
    kuma.state.bringOnline('default', name);
    await world.read('eu');
    const history = await world.inventory.history({
      ...DEFAULT,
      kind: 'proxy',
      name,
    });
    expect(history.map(({ data }) => (data as typeof before).status)).toEqual([
      'online',
      'offline',
      'online',
    ]);
  });

  it('shows permissions as YAML', async () => {
    await setUp('2.14.3');
    const permissions = await world.inventory.permissions(DEFAULT);
    expect(permissions.length).toBe(defaultMesh.permissions.length);
    expect(permissions[0]).toMatchObject({
      kind: 'MeshTrafficPermission',
      grants: [],
      yaml: expect.stringMatching(/^type: MeshTrafficPermission/),
    });
  });

  it('reads only the meshes that config names, and says which are missing', async () => {
    await setUp('2.14.3', { meshes: ['legacy', 'nope'] });
    const meshes = await world.inventory.meshes();
    expect(meshes.map(({ mesh }) => mesh)).toEqual(['legacy']);
    expect((await world.status('eu')).skipped).toEqual([
      {
        item: 'mesh nope',
        reason: expect.stringContaining(
          'airflowKuma.kuma.controlPlanes.eu.meshes',
        ),
      },
    ]);
  });
});
