import { KUMA_LABEL_GRANTS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recorded } from '../../__testUtils__/recorded';
import { K2, setUpKuma } from '../../__testUtils__/setUpKuma';

const OURS = {
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name: 'ours',
  labels: { [KUMA_LABEL_GRANTS]: 'grant-1' },
  spec: { targetRef: { kind: 'Dataplane', labels: { app: 'payments' } } },
};
const PATH = '/meshes/default/meshtrafficpermissions/ours';

describe('createPermissionWriter', () => {
  const setup = setUpKuma();
  const { lines, kuma } = setup;

  it('creates one, and tells warnings', async () => {
    const client = kuma();
    setup.upstream
      .on(`GET ${PATH}`, recorded(K2, 'delete-mtp-404'))
      .on(`PUT ${PATH}`, recorded(K2, 'put-mtp-from-201'));
    await expect(client.putPermission(OURS)).resolves.toEqual({
      outcome: 'created',
      warnings: [expect.stringContaining("'from' field is deprecated")],
    });
    const put = setup.upstream.seen.find(seen => seen.line.startsWith('PUT'))!;
    expect(JSON.parse(put.body)).toEqual(OURS);
  });

  it('replaces one of ours; the same again is fine', async () => {
    const client = kuma();
    setup.upstream
      .on(`GET ${PATH}`, { body: OURS })
      .on(
        `PUT ${PATH}`,
        recorded(K2, 'put-mtp-airflow-orders-to-payments-again-200'),
      );
    for (let time = 0; time < 2; time++) {
      await expect(client.putPermission(OURS)).resolves.toEqual({
        outcome: 'updated',
        warnings: [],
      });
    }
  });

  it.each([
    ['kubernetes', 'ak-1', undefined],
    ['kubernetes', 'ak-1.shop', 'invalid-request'],
    ['universal', 'ak-1', 'invalid-request'],
  ])(
    'takes a 400 on %s for %s as absent: %s',
    async (environment, name, kind) => {
      const client = kuma();
      setup.upstream
        .on('GET /config', { body: { mode: 'zone', environment } })
        .on(`GET /meshes/default/meshtrafficpermissions/${name}`, {
          status: 400,
          body: { title: 'Invalid', detail: 'name must include namespace' },
        });
      const answer = await client
        .getPermission({ kind: 'MeshTrafficPermission', mesh: 'default', name })
        .catch(error => error.kind);
      expect(answer).toBe(kind);
    },
  );

  it('repeats a PUT that failed', async () => {
    const client = kuma();
    let puts = 0;
    setup.upstream
      .on(`GET ${PATH}`, recorded(K2, 'delete-mtp-404'))
      .on(`PUT ${PATH}`, () => {
        puts += 1;
        return puts === 1 ? { status: 503 } : { status: 201, body: {} };
      });
    await client.putPermission(OURS);
    expect(puts).toBe(2);
  });

  it('writes nothing over a policy that is not ours', async () => {
    const client = kuma();
    setup.upstream.on(`GET ${PATH}`, {
      body: { ...OURS, labels: { team: 'x' } },
    });
    await expect(client.putPermission(OURS)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('does not carry our label'),
    });
    expect(lines().some(line => line.startsWith('PUT'))).toBe(false);
  });

  it('writes nothing that does not carry our label, or is no permission', async () => {
    const client = kuma();
    await expect(
      client.putPermission({ ...OURS, labels: {} }),
    ).rejects.toMatchObject({ kind: 'refused' });
    await expect(
      client.putPermission({ ...OURS, type: 'Mesh' }),
    ).rejects.toMatchObject({ kind: 'refused' });
    expect(lines().some(line => !line.startsWith('GET'))).toBe(false);
  });

  it('says that an API is read-only, without trying', async () => {
    const client = kuma();
    setup.upstream.on('GET /_resources', recorded(K2, 'readonly-_resources'));
    await expect(client.putPermission(OURS)).rejects.toMatchObject({
      kind: 'read-only',
      message: expect.stringContaining('Git or kubectl'),
    });
    await expect(
      client.deletePermission({
        kind: 'MeshTrafficPermission',
        mesh: 'default',
        name: 'ours',
      }),
    ).rejects.toMatchObject({ kind: 'read-only' });
    expect(lines().some(line => /^(PUT|DELETE)/.test(line))).toBe(false);
  });

  it('says that an API is read-only, by its 405', async () => {
    const client = kuma();
    setup.upstream
      .on(`GET ${PATH}`, recorded(K2, 'delete-mtp-404'))
      .on(`PUT ${PATH}`, recorded(K2, 'readonly-put-mtp-405'));
    await expect(client.putPermission(OURS)).rejects.toMatchObject({
      kind: 'read-only',
      status: 405,
    });
  });

  it.each([
    [
      'put-mtp-invalid-400',
      'invalid-request',
      /spec.rules\[0\].*must be a valid Spiffe ID/,
    ],
    [
      'put-mtp-immutable-label-400',
      'invalid-request',
      /kuma.io\/zone label should have/,
    ],
    ['put-mtp-unknown-mesh', 'not-found', /Failed to retrieve Mesh/],
  ])('passes on why a write was refused: %s', async (name, kind, message) => {
    const client = kuma();
    setup.upstream
      .on(`GET ${PATH}`, recorded(K2, 'delete-mtp-404'))
      .on(`PUT ${PATH}`, recorded(K2, name));
    await expect(client.putPermission(OURS)).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  const reference = {
    kind: 'MeshTrafficPermission',
    mesh: 'default',
    name: 'ours',
  } as const;

  it('deletes one of ours, once', async () => {
    const client = kuma();
    let there = true;
    setup.upstream
      .on(`GET ${PATH}`, () =>
        there ? { body: OURS } : recorded(K2, 'delete-mtp-404'),
      )
      .on(`DELETE ${PATH}`, () => {
        there = false;
        return recorded(K2, 'delete-mtp-200');
      });
    await expect(client.deletePermission(reference)).resolves.toEqual({
      outcome: 'deleted',
      warnings: [],
    });
    await expect(client.deletePermission(reference)).resolves.toEqual({
      outcome: 'absent',
      warnings: [],
    });
  });

  it('finds nothing wrong when somebody else was faster', async () => {
    const client = kuma();
    setup.upstream
      .on(`GET ${PATH}`, { body: OURS })
      .on(`DELETE ${PATH}`, recorded(K2, 'delete-mtp-404'));
    await expect(client.deletePermission(reference)).resolves.toMatchObject({
      outcome: 'absent',
    });
  });

  it('deletes nothing that is not ours', async () => {
    const client = kuma();
    setup.upstream.on(
      `GET ${PATH}`,
      recorded(K2, 'get-mtp-airflow-orders-to-payments'),
    );
    await expect(client.deletePermission(reference)).rejects.toMatchObject({
      kind: 'refused',
    });
    expect(lines().some(line => line.startsWith('DELETE'))).toBe(false);
  });

  // `/meshes/default/meshtrafficpermissions/..` is the mesh itself.
  it.each<[string, { mesh?: string; name?: string }]>([
    ['a permission', { name: '..' }],
    ['a permission', { name: '.' }],
    ['a mesh', { mesh: '..' }],
  ])('sends nothing for %s of dots alone', async (_what, dots) => {
    const client = kuma();
    const named = { ...OURS, ...dots };
    const { type: kind, mesh, name } = named;
    const permission = { kind: kind as 'MeshTrafficPermission', mesh, name };
    await expect(client.putPermission(named)).rejects.toThrow('in a URL');
    await expect(client.getPermission(permission)).rejects.toThrow('in a URL');
    await expect(client.deletePermission(permission)).rejects.toThrow(
      'in a URL',
    );
    expect(lines().filter(line => line.includes('/meshes'))).toEqual([]);
  });
});
