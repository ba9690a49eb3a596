import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createKumaClient,
  grantLabels,
  KumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { createSelfSignedCertificate } from '../../../packages/demo-upstreams/src/http/selfSignedCertificate';
import { permissionOf } from './permissionOf';
import { airflowMesh } from './story/airflowMesh';
import {
  Call,
  certificatesOf,
  ControlPlane,
  describeLive,
  describeWhere,
  isOlderThan,
  kumaVersion,
  LiveMesh,
  waitFor,
} from './harness';

const CALL: Call = {
  source: 'airflow-orders',
  destination: 'payments',
  inbound: 'http',
};
// People are told that a change reaches the mesh within 10 s.
const CHANGE = { timeoutMs: 10_000 };

describeLive('client against real Kuma', ({ binaries, directory }) => {
  const version = kumaVersion(binaries);
  const certificates = certificatesOf(version);
  const permission = permissionOf(certificates);
  let controlPlane: ControlPlane;
  let mesh: LiveMesh;
  let client: KumaClient;

  beforeAll(async () => {
    controlPlane = await ControlPlane.start({ binaries, directory });
    mesh = await LiveMesh.start({
      binaries,
      controlPlane,
      directory,
      ...airflowMesh,
      certificates,
    });
    client = createKumaClient({
      name: 'live',
      baseUrl: controlPlane.url,
      auth: { type: 'none' },
      maxConcurrentRequests: 4,
      timeoutMilliseconds: 10_000,
    });
  }, 240_000);

  afterAll(async () => {
    await mesh?.stop();
    await controlPlane?.stop();
  }, 60_000);

  const answers = (verdict: string) =>
    waitFor(
      `${verdict} from ${CALL.destination}`,
      async () => (await mesh.call(CALL)).verdict === verdict,
      CHANGE,
    );

  it('tells what the control plane is and can do', async () => {
    expect(await client.facts()).toMatchObject({
      version,
      dialects: version.startsWith('2.')
        ? ['rules', 'from', 'traffic-permission']
        : ['rules'],
      writable: true,
      deployment: {
        mode: 'zone',
        environment: 'universal',
        zone: 'zone-1',
        federated: false,
      },
    });
  });

  it('lists services and proxies', async () => {
    const services = await client.list('MeshService', { mesh: 'default' });
    expect(services.skipped).toEqual([]);
    expect(services.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['payments', 'ledger']),
    );
    const proxies = await client.listProxies({ mesh: 'default' });
    expect(proxies.skipped).toEqual([]);
    expect(proxies.rows.map(({ name }) => name).sort()).toEqual(
      airflowMesh.proxies.map(({ name }) => name).sort(),
    );
    for (const proxy of proxies.rows) {
      expect(proxy.status).toBe('online');
      expect(Date.parse(proxy.certificate!.expires!)).toBeGreaterThan(
        Date.now(),
      );
    }
  });

  describeWhere(version, 'mesh-identity', 'a MeshIdentity', () => {
    it('is listed', async () => {
      const { rows } = await client.list('MeshIdentity');
      expect(rows.map(({ name }) => name)).toEqual(['identity']);
    });

    it('brings a MeshTrust, whose certificate is not shown', async () => {
      const { rows } = await client.list('MeshTrust');
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain('BEGIN CERTIFICATE');
    });
  });

  it('opens a call by a permission, and closes it by taking it away', async () => {
    expect(await mesh.call(CALL)).toMatchObject({
      verdict: 'deny',
      httpStatus: 403,
      // Before 2.14 Envoy names no rule where none matched.
      decidedBy: isOlderThan(version, 2, 14) ? 'none' : 'default',
    });

    const ours = permission(grantLabels(['live-1']));
    expect(await client.putPermission(ours)).toMatchObject({
      outcome: 'created',
    });
    await answers('allow');
    expect(await mesh.call(CALL)).toMatchObject({
      // Envoy names a policy with rules, and of the others only their kind.
      decidedBy:
        certificates === 'mesh-identity'
          ? 'kri_mtp_default_zone-1__live-client_'
          : 'MeshTrafficPermission',
    });
    // The same again changes nothing.
    expect(await client.putPermission(ours)).toMatchObject({
      outcome: 'updated',
    });
    expect(await mesh.call(CALL)).toMatchObject({ verdict: 'allow' });
    // Neither another inbound of the service nor another caller is let in.
    expect(await mesh.call({ ...CALL, inbound: 'db' })).toMatchObject({
      verdict: 'deny',
    });
    expect(
      await mesh.call({ ...CALL, source: 'airflow-billing' }),
    ).toMatchObject({ verdict: 'deny' });

    const reference = {
      kind: 'MeshTrafficPermission' as const,
      mesh: 'default',
      name: 'live-client',
    };
    expect(await client.deletePermission(reference)).toMatchObject({
      outcome: 'deleted',
    });
    await answers('deny');
    expect(await client.deletePermission(reference)).toMatchObject({
      outcome: 'absent',
    });
  }, 60_000);

  it('touches no permission that is not ours', async () => {
    const path = '/meshes/default/meshtrafficpermissions/live-client';
    await controlPlane.apply(path, permission({}));
    await expect(
      client.putPermission(permission(grantLabels(['live-2']))),
    ).rejects.toMatchObject({ kind: 'refused' });
    expect((await controlPlane.get(path)).body.labels).not.toMatchObject(
      grantLabels(['live-2']),
    );
    await controlPlane.delete(path);
  });

  it('says what the control plane refuses', async () => {
    const refused = permission(grantLabels(['live-3']));
    await expect(
      client.putPermission({ ...refused, mesh: 'nowhere' }),
    ).rejects.toThrow('Failed to retrieve Mesh');
    await expect(
      client.putPermission({ ...refused, spec: { rules: [] } }),
    ).rejects.toThrow('Resource is not valid');
  });

  it('sees a proxy leave', async () => {
    await mesh.stopProxy('airflow-billing');
    await waitFor(
      'airflow-billing to be offline or gone',
      async () => {
        const { rows } = await client.listProxies({ mesh: 'default' });
        const proxy = rows.find(({ name }) => name === 'airflow-billing');
        return !proxy || proxy.status === 'offline';
      },
      { timeoutMs: 60_000, everyMs: 1_000 },
    );
  }, 90_000);

  it('knows a read-only API without trying to write', async () => {
    const readOnly = await ControlPlane.start({
      binaries,
      directory: join(directory, 'read-only'),
      environment: { KUMA_API_SERVER_READ_ONLY: 'true' },
    });
    try {
      const reader = createKumaClient({
        name: 'read-only',
        baseUrl: readOnly.url,
        auth: { type: 'none' },
        maxConcurrentRequests: 4,
        timeoutMilliseconds: 10_000,
      });
      expect(await reader.facts()).toMatchObject({ writable: false });
      await expect(
        reader.putPermission(permission(grantLabels(['live-4']))),
      ).rejects.toMatchObject({ kind: 'read-only' });
    } finally {
      await readOnly.stop();
    }
  }, 60_000);

  it('shows a client certificate where the API asks for one', async () => {
    const { certificate, key } = createSelfSignedCertificate(Date.now());
    const trusted = join(directory, 'portal.pem');
    writeFileSync(trusted, certificate);
    const asking = await ControlPlane.start({
      binaries,
      directory: join(directory, 'asking'),
      environment: {
        KUMA_API_SERVER_HTTPS_REQUIRE_CLIENT_CERT: 'true',
        // Not the name that Kuma's own defaults file gives for it.
        KUMA_API_SERVER_HTTPS_TLS_CA_FILE: trusted,
      },
    });
    try {
      const { caCertificateFile } = asking.dataplaneServer;
      const ca = readFileSync(caCertificateFile, 'utf8');
      const withCertificate = (shown: { certificate: string; key: string }) =>
        createKumaClient({
          name: 'asking',
          baseUrl: asking.secureUrl,
          auth: { type: 'clientCertificate', ...shown, ca },
          maxConcurrentRequests: 4,
          timeoutMilliseconds: 10_000,
        });
      expect(await withCertificate({ certificate, key }).facts()).toMatchObject(
        { version, writable: true },
      );
      const stranger = createSelfSignedCertificate(Date.now());
      await expect(withCertificate(stranger).facts()).rejects.toMatchObject({
        kind: 'unreachable',
      });
    } finally {
      await asking.stop();
    }
  }, 60_000);

  it('is unreachable while the control plane is away, and not after', async () => {
    const { apiPort } = controlPlane;
    await controlPlane.stop();
    await expect(client.facts()).rejects.toMatchObject({ kind: 'unreachable' });
    controlPlane = await ControlPlane.start({ binaries, directory, apiPort });
    expect(await client.facts()).toMatchObject({ version });
  }, 60_000);
});
