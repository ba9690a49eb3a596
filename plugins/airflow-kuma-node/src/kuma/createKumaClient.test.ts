import { createServer as createTlsServer, Server } from 'https';
import { AddressInfo } from 'net';
import { recorded } from '../__testUtils__/recorded';
import { selfSigned } from '../__testUtils__/selfSigned';
import { K2, setUpKuma } from '../__testUtils__/setUpKuma';

describe('createKumaClient', () => {
  const setup = setUpKuma();
  const { kuma } = setup;

  it('shows a token, and says when it is refused', async () => {
    const client = kuma(K2, { auth: { type: 'token', token: 'kuma-token' } });
    setup.upstream.on('GET /meshes', seen =>
      seen.headers.authorization === 'Bearer kuma-token'
        ? recorded(K2, 'get_meshes')
        : { status: 401 },
    );
    expect((await client.list('Mesh')).rows).toHaveLength(1);

    setup.upstream.on('GET /meshes', recorded(K2, 'bad-bearer-remote-meshes'));
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
});
