import { createServer as createTlsServer, Server } from 'https';
import { AddressInfo } from 'net';
import { KUMA_LABEL_GRANTS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recorded, recordedItems } from '../__testUtils__/recorded';
import { selfSigned } from '../__testUtils__/selfSigned';
import { startUpstream, Upstream } from '../__testUtils__/startUpstream';
import { createKumaClient } from './createKumaClient';
import { KumaAuth } from './KumaClientConfig';
import { ControlPlaneFacts } from './types';

const K2 = 'kuma-2.14.3';
const K3 = 'kuma-3.0.0-preview';
const OURS = {
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name: 'ours',
  labels: { [KUMA_LABEL_GRANTS]: 'grant-1' },
  spec: { targetRef: { kind: 'Dataplane', labels: { app: 'payments' } } },
};
const PATH = '/meshes/default/meshtrafficpermissions/ours';

describe('createKumaClient', () => {
  let upstream: Upstream;

  beforeEach(async () => {
    upstream = await startUpstream();
  });
  afterEach(() => upstream.stop());

  function kuma(
    system: string = K2,
    options?: { auth?: KumaAuth; baseUrl?: string },
  ) {
    upstream
      .on('GET /', recorded(system, 'get'))
      .on('GET /_resources', recorded(system, 'get__resources'))
      .on('GET /config', recorded(system, 'get_config'));
    return createKumaClient(
      {
        name: 'test',
        baseUrl: options?.baseUrl ?? upstream.url,
        auth: options?.auth ?? { type: 'none' },
        maxConcurrentRequests: 4,
        timeoutMilliseconds: 4_000,
      },
      { retryDelay: () => 1 },
    );
  }

  const lines = () => upstream.seen.map(seen => seen.line);

  describe('facts', () => {
    it.each<[string, Partial<ControlPlaneFacts>]>([
      [
        K2,
        {
          version: '2.14.3',
          dialects: ['rules', 'from', 'traffic-permission'],
          writable: true,
        },
      ],
      [K3, { version: '3.0.0-preview', dialects: ['rules'], writable: true }],
    ])('of %s', async (system, expected) => {
      const facts = await kuma(system).facts();
      expect(facts).toMatchObject(expected);
      expect(facts.deployment).toEqual({
        mode: 'zone',
        environment: 'universal',
        zone: 'zone-1',
        federated: false,
        systemNamespace: 'kuma-system',
      });
      expect(facts.kinds.MeshService).toEqual({
        path: 'meshservices',
        readOnly: false,
        meshed: true,
      });
    });

    it('tells a read-only API without trying', async () => {
      const client = kuma();
      upstream.on('GET /_resources', recorded(K2, 'readonly-_resources'));
      expect((await client.facts()).writable).toBe(false);
    });

    it('tells a zone that belongs to a global control plane', async () => {
      const client = kuma();
      upstream.on('GET /config', {
        body: {
          mode: 'zone',
          environment: 'universal',
          multizone: {
            zone: { name: 'zone-1', globalAddress: 'grpcs://global:5685' },
          },
        },
      });
      expect((await client.facts()).deployment?.federated).toBe(true);
    });

    it('does without the config where it may not read it', async () => {
      const client = kuma();
      upstream.on('GET /config', { status: 403, body: {} });
      const facts = await client.facts();
      expect(facts.deployment).toBeUndefined();
      expect(facts.writable).toBe(true);
    });

    it('knows no rules before there were identities', async () => {
      const client = kuma();
      const { resources } = recorded(K2, 'get__resources').body as {
        resources: { name: string }[];
      };
      upstream.on('GET /_resources', {
        body: {
          resources: resources.filter(
            ({ name }) => name !== 'MeshIdentity' && name !== 'Workload',
          ),
        },
      });
      const facts = await client.facts();
      expect(facts.dialects).toEqual(['from', 'traffic-permission']);
      expect(facts.kinds.Workload).toBeUndefined();
    });

    it('is asked again after an upgrade', async () => {
      const client = kuma(K2);
      upstream.on(
        'GET /traffic-permissions',
        recorded(K2, 'get_meshes_default_traffic-permissions'),
      );
      await client.facts();
      await client.list('TrafficPermission');
      expect(lines().at(-1)).toBe('GET /traffic-permissions');

      upstream
        .on('GET /', recorded(K3, 'get'))
        .on('GET /_resources', recorded(K3, 'get__resources'));
      await client.facts();
      const before = upstream.seen.length;
      await expect(client.list('TrafficPermission')).resolves.toEqual({
        rows: [],
        skipped: [],
      });
      expect(upstream.seen).toHaveLength(before);
    });
  });

  describe('lists', () => {
    it('takes nothing but the offset from next', async () => {
      const client = kuma();
      const name = 'get_meshes_default_dataplanes_size=3_offset';
      // behind a proxy: next names the control plane's own host
      const pages: Record<string, string> = { '0': '0', '3': '3' };
      upstream.on('GET /meshes/default/meshservices', ({ query }) => {
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
      expect(upstream.seen.slice(-2).map(seen => seen.query)).toEqual([
        { size: '1000', offset: '0' },
        { size: '1000', offset: '3' },
      ]);
    });

    it('reads all meshes at once', async () => {
      const client = kuma();
      upstream.on(
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
      upstream.on(line, recorded(K2, name));
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
      upstream.on(`GET /meshes/default/${path}`, recorded(K2, name));
      const { rows } = await client.list(kind, { mesh: 'default' });
      expect(rows).toHaveLength(count);
      expect(rows.every(row => row.type === kind)).toBe(true);
    });

    it('keeps no certificate of a trust', async () => {
      const client = kuma();
      upstream.on(
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
      upstream.on(
        'GET /meshes/nope/dataplanes/_overview',
        recorded(K2, 'get_meshes_nope_dataplanes'),
      );
      await expect(client.listProxies({ mesh: 'nope' })).rejects.toMatchObject({
        kind: 'not-found',
        message: expect.stringMatching(
          /Kuma control plane "test": GET \/meshes\/nope.*Failed to retrieve Mesh/,
        ),
      });
    });

    it('reads zones, its own without an insight', async () => {
      const client = kuma();
      upstream.on('GET /zones/_overview', recorded(K2, 'get_zones__overview'));
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

  it('shows a token, and says when it is refused', async () => {
    const client = kuma(K2, { auth: { type: 'token', token: 'kuma-token' } });
    upstream.on('GET /meshes', seen =>
      seen.headers.authorization === 'Bearer kuma-token'
        ? recorded(K2, 'get_meshes')
        : { status: 401 },
    );
    expect((await client.list('Mesh')).rows).toHaveLength(1);

    upstream.on('GET /meshes', recorded(K2, 'bad-bearer-remote-meshes'));
    const error = await client.list('Mesh').catch(e => e);
    expect(error).toMatchObject({ kind: 'unauthorized' });
    expect(error.message).not.toContain('kuma-token');
  });

  describe('with a client certificate', () => {
    let server: Server;
    let url: string;

    beforeEach(async () => {
      server = createTlsServer(
        {
          ...selfSigned,
          ca: selfSigned.cert,
          requestCert: true,
          rejectUnauthorized: true,
        },
        (request, response) => {
          response.setHeader('content-type', 'application/json');
          const name =
            request.url === '/'
              ? 'get'
              : `get_${request.url!.slice(1).split('?')[0]}`;
          response.end(JSON.stringify(recorded(K2, name).body));
        },
      );
      await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
      url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => {
      server.closeAllConnections();
      server.close();
    });

    it('shows it, and trusts the given CA', async () => {
      const client = kuma(K2, {
        baseUrl: url,
        auth: {
          type: 'clientCertificate',
          certificate: selfSigned.cert,
          key: selfSigned.key,
          ca: selfSigned.cert,
        },
      });
      await expect(client.facts()).resolves.toMatchObject({
        version: '2.14.3',
      });
      expect((await client.list('Mesh')).rows).toHaveLength(1);
    });

    it('does not trust a server without its CA', async () => {
      const client = kuma(K2, {
        baseUrl: url,
        auth: {
          type: 'clientCertificate',
          certificate: selfSigned.cert,
          key: selfSigned.key,
        },
      });
      await expect(client.facts()).rejects.toMatchObject({ kind: 'tls' });
    });
  });

  describe('permissions', () => {
    it('creates one, and tells warnings', async () => {
      const client = kuma();
      upstream
        .on(`GET ${PATH}`, recorded(K2, 'delete-mtp-404'))
        .on(`PUT ${PATH}`, recorded(K2, 'put-mtp-from-201'));
      await expect(client.putPermission(OURS)).resolves.toEqual({
        outcome: 'created',
        warnings: [expect.stringContaining("'from' field is deprecated")],
      });
      const put = upstream.seen.find(seen => seen.line.startsWith('PUT'))!;
      expect(JSON.parse(put.body)).toEqual(OURS);
    });

    it('replaces one of ours; the same again is fine', async () => {
      const client = kuma();
      upstream
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

    it('repeats a PUT that failed', async () => {
      const client = kuma();
      let puts = 0;
      upstream
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
      upstream.on(`GET ${PATH}`, { body: { ...OURS, labels: { team: 'x' } } });
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
      upstream.on('GET /_resources', recorded(K2, 'readonly-_resources'));
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
      upstream
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
      upstream
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
      upstream
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
      upstream
        .on(`GET ${PATH}`, { body: OURS })
        .on(`DELETE ${PATH}`, recorded(K2, 'delete-mtp-404'));
      await expect(client.deletePermission(reference)).resolves.toMatchObject({
        outcome: 'absent',
      });
    });

    it('deletes nothing that is not ours', async () => {
      const client = kuma();
      upstream.on(
        `GET ${PATH}`,
        recorded(K2, 'get-mtp-airflow-orders-to-payments'),
      );
      await expect(client.deletePermission(reference)).rejects.toMatchObject({
        kind: 'refused',
      });
      expect(lines().some(line => line.startsWith('DELETE'))).toBe(false);
    });
  });
});
