import { promises as fs } from 'node:fs';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KUMA_LABEL_GRANTS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { parse } from 'yaml';
import { permission, spiffe } from '../../../graph/__testUtils__/resources';
import { startGitServer } from '../../__testUtils__/startGitServer';
import { GitDriver } from './GitDriver';
import { GitTarget, readGitTargets } from './readGitTargets';

jest.setTimeout(60_000);

const policy = (name: string) => ({
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name,
  labels: { [KUMA_LABEL_GRANTS]: 'abcdefghij' },
  spec: permission(name, 'payments', { allow: [spiffe('orders')] }).spec,
});
const place = { controlPlane: 'k8s', mesh: 'default' };
const PATH = 'airflow-kuma/k8s/default/meshtrafficpermission-ak-1.yaml';

describe('GitDriver', () => {
  let server: Awaited<ReturnType<typeof startGitServer>>;
  beforeEach(async () => {
    server = await startGitServer({
      username: 'bot',
      password: 's3cret-token',
    });
  });
  afterEach(() => server.stop());

  const driverOf = (more: Partial<GitTarget> = {}, integrations: object = {}) =>
    new GitDriver({
      targets: new Map([
        [
          'k8s',
          {
            repository: server.url,
            branch: 'main',
            path: 'airflow-kuma',
            mode: 'push',
            username: 'bot',
            token: 's3cret-token',
            ...more,
          },
        ],
      ]),
      integrations: ScmIntegrations.fromConfig(
        new ConfigReader({ integrations }),
      ),
      formatOf: async () => 'kubernetes',
    });
  const apply = (driver: GitDriver, name = 'ak-1') =>
    driver.apply({ ...place, put: [policy(name)], remove: [] });
  const remove = (driver: GitDriver, name = 'ak-1') =>
    driver.remove({
      ...place,
      put: [],
      remove: [{ kind: 'MeshTrafficPermission', name }],
    });

  it('commits a permission as Kubernetes takes it, once, and takes it away again', async () => {
    const driver = driverOf();
    const outcome = await apply(driver);
    expect(outcome).toMatchObject({
      pending: true,
      reference: expect.stringMatching(/policies\.git [0-9a-f]{12}$/),
    });
    expect(server.files()).toEqual([PATH]);
    expect(parse(server.show(PATH))).toEqual({
      apiVersion: 'kuma.io/v1alpha1',
      kind: 'MeshTrafficPermission',
      metadata: {
        name: 'ak-1',
        namespace: 'kuma-system',
        labels: {
          'kuma.io/mesh': 'default',
          [KUMA_LABEL_GRANTS]: 'abcdefghij',
        },
      },
      spec: policy('ak-1').spec,
    });
    expect(await apply(driver)).toMatchObject({ pending: false });
    expect(server.commits()).toEqual(['Allow ak-1 in mesh default', 'Begin']);

    await remove(driver);
    await remove(driver);
    expect(server.files()).toEqual([]);
    expect(server.commits()).toEqual([
      'End ak-1 in mesh default',
      'Allow ak-1 in mesh default',
      'Begin',
    ]);
  });

  it('leaves alone what it did not write', async () => {
    server.commit(PATH, 'kind: MeshTrafficPermission\n');
    await expect(apply(driverOf())).rejects.toThrow(
      'was not written by Airflow Kuma',
    );
    await expect(remove(driverOf())).rejects.toThrow(
      'was not written by Airflow Kuma',
    );
    expect(server.show(PATH)).toBe('kind: MeshTrafficPermission\n');
  });

  it.each([
    ['the folder', 'airflow-kuma'],
    ['a folder in between', 'airflow-kuma/k8s'],
    ['the file', PATH],
  ])('follows no symbolic link: %s', async (_what, link) => {
    const outside = await fs.mkdtemp(join(tmpdir(), 'outside-'));
    const target = link === PATH ? join(outside, 'ak-1.yaml') : outside;
    try {
      server.link(link, target);
      const refused = `"${link}" is a symbolic link`;
      for (const mode of ['push', 'pullRequest'] as const) {
        await expect(apply(driverOf({ mode }))).rejects.toThrow(refused);
        await expect(remove(driverOf({ mode }))).rejects.toThrow(refused);
      }
      expect(await fs.readdir(outside)).toEqual([]);
      expect(server.commits()).toEqual(['Link', 'Begin']);
    } finally {
      await fs.rm(outside, { recursive: true });
    }
  });

  it('loses nothing when several write at once, others among them', async () => {
    const [one, two] = [driverOf(), driverOf()];
    await Promise.all([
      apply(one, 'ak-1'),
      apply(two, 'ak-2'),
      apply(one, 'ak-3'),
      apply(two, 'ak-4'),
    ]);
    server.commit('theirs.txt', 'x');
    await apply(one, 'ak-5');
    expect(server.files()).toHaveLength(6);
  });

  it.each(['..', 'a/../../../b', '.git', 'x'.repeat(253)])(
    'writes and removes a policy called %j where it belongs',
    async name => {
      const driver = driverOf();
      await apply(driver, name);
      const [file, ...more] = server.files();
      expect(more).toEqual([]);
      expect(file).toMatch(
        /^airflow-kuma\/k8s\/default\/meshtrafficpermission-[^/]+\.yaml$/,
      );
      await remove(driver, name);
      expect(server.files()).toEqual([]);
    },
  );

  it('says what is wrong, and never the token', async () => {
    const wrong = driverOf({ token: 'wrong-token' });
    const error = await apply(wrong).catch(caught => caught);
    expect(error.message).toMatch(/^Git repository http:\/\/127\.0\.0\.1/);
    expect(error.message).not.toContain('wrong-token');
    await expect(
      apply(driverOf({ branch: 'none', mode: 'pullRequest' })),
    ).rejects.toThrow('none');
    expect(await driverOf().describe({ controlPlane: 'other' })).toMatchObject({
      writable: false,
    });
  });

  it.each(['github', 'gitlab'] as const)(
    'opens one pull request through the %s integration',
    async kind => {
      const opened: { url: string; body: any; auth: unknown }[] = [];
      const api = createServer((request, response) => {
        let text = '';
        request.on('data', chunk => (text += chunk));
        request.on('end', () => {
          const known = {
            html_url: 'https://scm.example.com/pull/1',
            web_url: 'https://scm.example.com/pull/1',
          };
          if (request.method === 'POST') {
            opened.push({
              url: request.url!,
              body: JSON.parse(text),
              auth:
                request.headers.authorization ??
                request.headers['private-token'],
            });
          }
          response.setHeader('content-type', 'application/json');
          response.end(
            JSON.stringify(
              request.method === 'POST' ? known : opened.map(() => known),
            ),
          );
        });
      });
      await new Promise<void>(resolve => api.listen(0, '127.0.0.1', resolve));
      const { port } = api.address() as AddressInfo;
      const driver = driverOf(
        { mode: 'pullRequest' },
        {
          [kind]: [
            {
              host: new URL(server.url).host,
              apiBaseUrl: `http://127.0.0.1:${port}`,
              token: 'scm-token',
              baseUrl: new URL(server.url).origin,
            },
          ],
        },
      );
      expect(await apply(driver)).toMatchObject({
        pending: true,
        reference: 'https://scm.example.com/pull/1',
      });
      expect(await apply(driver)).toMatchObject({
        reference: 'https://scm.example.com/pull/1',
      });
      expect(opened).toHaveLength(1);
      expect(opened[0].body).toMatchObject({
        title: 'Allow ak-1 in mesh default',
      });
      expect(String(opened[0].auth)).toContain('scm-token');
      expect(server.files('main')).toEqual([]);
      expect(server.files('airflow-kuma/allow-ak-1')).toEqual([PATH]);
      await new Promise(resolve => api.close(resolve));
    },
  );

  it('refuses a pull request where no integration knows the host', async () => {
    await expect(apply(driverOf({ mode: 'pullRequest' }))).rejects.toThrow(
      'no GitHub or GitLab integration',
    );
  });
});

describe('readGitTargets', () => {
  const read = (git: object) =>
    readGitTargets(
      new ConfigReader({
        airflowKuma: {
          kuma: { controlPlanes: { k8s: { driver: 'git', git }, other: {} } },
        },
      }),
    );

  it('has defaults', () => {
    expect(
      read({ repository: 'https://git.example.com/a.git' }).targets.get('k8s'),
    ).toMatchObject({ branch: 'main', path: 'airflow-kuma', mode: 'push' });
  });

  it.each([
    [{}, 'git.repository: is missing'],
    [{ repository: 'git@example.com:a.git' }, 'git.repository: must be a URL'],
    [{ repository: 'file:///etc' }, 'over HTTP(S)'],
    [
      { repository: 'https://user:secret@example.com/a.git' },
      'must not hold credentials',
    ],
    [{ repository: 'https://example.com/a.git', mode: 'yolo' }, 'git.mode'],
    [{ repository: 'https://example.com/a.git', path: '../x' }, 'git.path'],
  ])('refuses %j with its key', (git, message) => {
    const { targets, errors } = read(git);
    expect(targets.size).toBe(0);
    expect(errors[0]).toMatch(/^airflowKuma\.kuma\.controlPlanes\.k8s\./);
    expect(errors[0]).toContain(message);
    expect(errors[0]).not.toContain('secret@');
  });
});
