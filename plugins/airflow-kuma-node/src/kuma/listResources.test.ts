import { recorded, recordedItems } from '../__testUtils__/recorded';
import { K2, setUpKuma } from '../__testUtils__/setUpKuma';

describe('listResources', () => {
  const setup = setUpKuma();
  const { kuma } = setup;

  it('takes nothing but the offset from next', async () => {
    const client = kuma();
    const name = 'get_meshes_default_dataplanes_size=3_offset';
    // behind a proxy: next names the control plane's own host
    const pages: Record<string, string> = { '0': '0', '3': '3' };
    setup.upstream.on('GET /meshes/default/meshservices', ({ query }) => {
      const answer = recorded(K2, `${name}=${pages[query.offset]}`);
      const body = answer.body as { items: object[]; next: string | null };
      return {
        body: {
          ...body,
          total: 6,
          next:
            query.offset === '0'
              ? 'http://kuma-cp.kuma-system:5681/other?offset=3&size=3'
              : null,
        },
      };
    });
    const { rows } = await client.list('MeshService', { mesh: 'default' });
    expect(rows).toHaveLength(6);
    expect(setup.upstream.seen.slice(-2).map(seen => seen.query)).toEqual([
      { size: '1000', offset: '0' },
      { size: '1000', offset: '3' },
    ]);
  });

  it('reads all meshes at once', async () => {
    const client = kuma();
    setup.upstream.on(
      'GET /meshtrafficpermissions',
      recorded(K2, 'get_meshes_default_meshtrafficpermissions'),
    );
    const { rows } = await client.list('MeshTrafficPermission');
    expect(rows).toHaveLength(5);
    expect(rows[0]).toEqual(
      recordedItems(
        K2,
        'get_meshes_default_meshtrafficpermissions',
        'items',
      )[0],
    );
  });

  it.each([
    ['Mesh', 'GET /meshes', 'get_meshes'],
    ['MeshInsight', 'GET /mesh-insights', 'get_mesh-insights'],
  ] as const)('reads %s, which is in no mesh', async (kind, line, name) => {
    const client = kuma();
    setup.upstream.on(line, recorded(K2, name));
    const { rows } = await client.list(kind, { mesh: 'default' });
    expect(rows.map(row => row.name)).toEqual(['default']);
  });

  it.each([
    [
      'MeshExternalService',
      'meshexternalservices',
      'meshexternalservices-two',
      2,
    ],
    ['MeshIdentity', 'meshidentities', 'meshidentities-ready-and-not', 4],
    ['Workload', 'workloads', 'get_meshes_default_workloads', 7],
    ['MeshTLS', 'meshtlses', 'get_meshes_default_meshtlses', 0],
    ['MeshTrace', 'meshtraces', 'get_meshes_default_meshtraces', 0],
    [
      'ServiceInsight',
      'service-insights',
      'get_meshes_default_service-insights',
      0,
    ],
    [
      'ExternalService',
      'external-services',
      'get_meshes_default_external-services',
      0,
    ],
    [
      'MeshMultiZoneService',
      'meshmultizoneservices',
      'get_meshes_default_meshmultizoneservices',
      0,
    ],
  ] as const)('reads %s', async (kind, path, name, count) => {
    const client = kuma();
    setup.upstream.on(`GET /meshes/default/${path}`, recorded(K2, name));
    const { rows } = await client.list(kind, { mesh: 'default' });
    expect(rows).toHaveLength(count);
    expect(rows.every(row => row.type === kind)).toBe(true);
  });

  it('keeps no certificate of a trust', async () => {
    const client = kuma();
    setup.upstream.on(
      'GET /meshes/default/meshtrusts',
      recorded(K2, 'meshtrusts-two-identities'),
    );
    const { rows } = await client.list('MeshTrust', { mesh: 'default' });
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('BEGIN CERTIFICATE');
    expect(rows[0].spec).toMatchObject({
      trustDomain: expect.any(String),
      caBundles: [{ type: 'Pem' }],
    });
  });

  it('names a mesh that is missing', async () => {
    const client = kuma();
    for (const path of ['dataplanes/_overview', 'dataplanes']) {
      setup.upstream.on(
        `GET /meshes/nope/${path}`,
        recorded(K2, 'get_meshes_nope_dataplanes'),
      );
    }
    await expect(client.listProxies({ mesh: 'nope' })).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(
        /Kuma control plane "test": GET \/meshes\/nope.*Failed to retrieve Mesh/,
      ),
    });
  });

  it('reads zones, its own without an insight', async () => {
    const client = kuma();
    setup.upstream.on(
      'GET /zones/_overview',
      recorded(K2, 'get_zones__overview'),
    );
    await expect(client.listZones()).resolves.toEqual({
      rows: [
        {
          name: 'zone-1',
          enabled: true,
          online: undefined,
          version: undefined,
        },
      ],
      skipped: [],
    });
  });
});
