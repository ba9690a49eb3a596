import {
  ReadinessAnswer,
  ReadinessPullRequests,
  ReadinessWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { parse } from 'yaml';
import { startGitServer } from '../../access/__testUtils__/startGitServer';
import { startScm } from '../../access/__testUtils__/startScm';
import { GitManifests, readManifests } from '../../access/callersEnd/manifests';
import { AuditEntry } from '../../audit';
import { FakeInventory } from '../../graph/__testUtils__/FakeInventory';
import { dataplane, meshSnapshot } from '../../graph/__testUtils__/resources';
import {
  serveRouter,
  testCallers,
} from '../../graph/__testUtils__/serveRouter';
import { ReadinessService } from '../ReadinessService';
import { createPullRequestRouter } from './createPullRequestRouter';
import { OwnerPullRequests } from './OwnerPullRequests';

jest.setTimeout(60_000);

const FINANCE = 'group:default/finance';
const PLATFORM = 'group:default/platform';
const ANN = 'user:default/ann';
const PATH = '/readiness/pull-requests';
const MESH = { controlPlane: 'eu', mesh: 'default' };

const manifest = (name: string) => `# ${name}
type: Dataplane
name: ${name}
networking:
  transparentProxying:
    redirectPortOutbound: 15001
`;
const ref = (name: string) => ({
  kind: 'MeshService',
  labels: { 'kuma.io/display-name': name },
});
const workload = (name: string, ...added: string[]): ReadinessWorkload => ({
  name,
  dataplane: name,
  proxies: 1,
  place: 'dataplane',
  kept: [],
  added: added.map(ref),
  without: [],
  yaml: '',
});

describe('pull requests of an owner', () => {
  let git: Awaited<ReturnType<typeof startGitServer>>;
  let scm: Awaited<ReturnType<typeof startScm>>;
  let owners: { owner: string; workloads: ReadinessWorkload[] }[];
  let trail: AuditEntry[];

  beforeEach(async () => {
    git = await startGitServer();
    scm = await startScm();
    trail = [];
    owners = [
      {
        owner: FINANCE,
        workloads: [
          workload('orders', 'payments', 'ledger'),
          workload('billing', 'ledger'),
          workload('reports', 'ledger'),
        ],
      },
      { owner: PLATFORM, workloads: [workload('vault')] },
    ];
    git.commit('orders.yaml', manifest('orders'));
    git.commit('billing.yaml', manifest('billing'));
  });
  afterEach(async () => {
    await git.stop();
    await scm.stop();
  });

  function setUp(
    options: {
      as?: string[];
      service?: boolean;
      permitted?: boolean;
      entry?: object;
      billing?: string;
    } = {},
  ) {
    const config = new ConfigReader({
      integrations: scm.integrations(new URL(git.url).host),
      airflowKuma: {
        access: {
          callersEnd: {
            manifests: ['orders', 'billing'].map(name => ({
              match: { workload: name },
              repository: git.url,
              path: (name === 'billing' && options.billing) || `${name}.yaml`,
              ...options.entry,
            })),
          },
        },
      },
    });
    const { manifests, errors } = readManifests(config);
    expect(errors).toEqual([]);
    const inventory = new FakeInventory();
    inventory.snapshot = meshSnapshot({
      dataplanes: ['orders', 'billing', 'reports', 'vault'].map(dataplane),
    });
    const service = {
      answer: async () => ({ owners } as unknown as ReadinessAnswer),
    } as Pick<ReadinessService, 'answer'>;
    const app = serveRouter(
      createPullRequestRouter({
        pullRequests: new OwnerPullRequests({
          service,
          inventory,
          manifests: new GitManifests(
            manifests,
            ScmIntegrations.fromConfig(config),
          ),
          audit: {
            record: async entries => {
              trail.push(...entries);
            },
          },
        }),
        callers: testCallers(),
        callerOf: async () => ({
          credentials: {} as never,
          ...(options.service ? { service: 'external:ci' } : { user: ANN }),
          ownershipRefs: options.as ?? [FINANCE],
          audit: { actor: ANN },
        }),
        permissions: mockServices.permissions({
          result:
            options.permitted === false
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        }),
        administrators: ['group:default/admins'],
        audited: (_request, _event, _meta, work) => work(),
      }),
    );
    return {
      list: async (): Promise<ReadinessPullRequests[]> =>
        (await request(app).get(PATH).query(MESH)).body.items,
      open: (owner = FINANCE, more = {}) =>
        request(app)
          .post(PATH)
          .send({ ...MESH, owner, ...more }),
    };
  }

  const refsOf = (path: string, branch = 'main') =>
    parse(git.show(path, branch)).networking.transparentProxying
      .reachableBackends?.refs;

  it('are one for each repository, of all workloads whose manifest is known', async () => {
    const { list, open } = setUp();
    const [before, ...others] = await list();
    expect(others).toEqual([]);
    expect(before).toEqual({
      owner: FINANCE,
      mayOpen: true,
      repositories: [
        {
          repository: git.url,
          workloads: ['orders', 'billing'],
          state: 'none',
        },
      ],
      byHand: [
        {
          workload: 'reports',
          reason: expect.stringContaining('callersEnd.manifests'),
        },
      ],
    });
    const { body } = await open();
    expect(body.repositories).toMatchObject([
      { state: 'open', reference: 'https://scm.example.com/pull/1' },
    ]);
    const [{ head, title }] = scm.opened;
    expect(title).toContain('Kuma 3.0');
    expect(refsOf('orders.yaml', head)).toEqual(
      ['payments', 'ledger'].map(ref),
    );
    expect(refsOf('billing.yaml', head)).toEqual([ref('ledger')]);
    expect(refsOf('orders.yaml')).toBeUndefined();
    expect(git.show('orders.yaml', head)).toContain('# orders');
    expect(trail).toMatchObject([
      {
        actor: ANN,
        action: 'readiness.pull-request.opened',
        subject: `eu/default ${FINANCE}`,
        after: {
          reference: 'https://scm.example.com/pull/1',
          workloads: [{ workload: 'orders' }, { workload: 'billing' }],
        },
      },
    ]);
    expect((await list())[0].repositories[0]).toMatchObject({
      state: 'open',
      reference: 'https://scm.example.com/pull/1',
    });
  });

  it('are not opened twice, and follow what is wanted', async () => {
    const { open } = setUp();
    await open();
    const [{ head }] = scm.opened;
    const tip = git.tip(head);
    const again = await open();
    expect(again.body.repositories[0].reference).toMatch(/pull\/1$/);
    expect([scm.opened.length, trail.length]).toEqual([1, 1]);
    expect(git.tip(head)).toBe(tip);

    owners[0].workloads[1] = workload('billing', 'ledger', 'rates');
    await open();
    expect(scm.opened).toHaveLength(1);
    expect(refsOf('billing.yaml', head)).toEqual(['ledger', 'rates'].map(ref));
    expect(trail).toHaveLength(2);
  });

  it('that were closed or merged are told; asking again opens another where it is needed', async () => {
    const { list, open } = setUp();
    await open();
    Object.assign(scm.opened[0], { state: 'closed' });
    expect((await list())[0].repositories[0].state).toBe('closed');
    await open();
    expect(scm.opened).toHaveLength(2);
    git.merge(scm.opened[1].head);
    Object.assign(scm.opened[1], { state: 'closed', merged: true });
    const { body } = await open();
    expect(body.repositories[0]).toMatchObject({
      state: 'none',
      problem: expect.stringContaining('still to be rolled out'),
    });
    expect(scm.opened).toHaveLength(2);
    expect((await list())[0].repositories[0].state).toBe('merged');
  });

  it.each([
    ['does not parse', 'a: [', /does not parse/],
    ['is a Helm template', 'a: {{ .Values.a }}\n', /Helm template/],
    ['has moved', undefined, /holds no moved.yaml: it has moved/],
  ])(
    'leave out a manifest that %s, and say so',
    async (_what, text, reason) => {
      if (text !== undefined) git.commit('billing.yaml', text);
      const { open } = setUp({ billing: text ? undefined : 'moved.yaml' });
      const { body } = await open();
      expect(body.byHand).toContainEqual({
        workload: 'billing',
        reason: expect.stringMatching(reason),
      });
      expect(body.repositories[0].state).toBe('open');
      expect(refsOf('orders.yaml', scm.opened[0].head)).toHaveLength(2);
    },
  );

  it('say that their repository or its host does not answer', async () => {
    const first = setUp();
    await git.stop();
    const { body, status } = await first.open();
    expect([status, body.repositories[0].state]).toEqual([200, 'unknown']);
    expect(body.repositories[0].problem).toMatch(/Git repository .*\.$/);
    const port = scm.port;
    await scm.stop();
    const { list } = setUp();
    const stateNow = async () => (await list())[0].repositories[0];
    expect(await stateNow()).toMatchObject({
      state: 'unknown',
      problem: expect.stringMatching(/127\.0\.0\.1:\d+ did not answer/),
    });
    // Whoever looks once it is back is told.
    scm = await startScm(port);
    expect((await stateNow()).state).toBe('none');
    expect(trail).toEqual([]);
  });

  it('are not for a manifest that is pushed', async () => {
    const [{ repositories, byHand }] = await setUp({
      entry: { mode: 'push' },
    }).list();
    expect(repositories).toEqual([]);
    expect(byHand[0].reason).toContain('mode push');
  });

  it.each([
    ['a member of another owner', { as: [PLATFORM] }, 403],
    ['who lacks the permission', { permitted: false }, 403],
    ['a service', { service: true }, 403],
    ['an administrator', { as: ['group:default/admins'] }, 200],
  ])('asked for by %s', async (_who, options, expected) => {
    const { list, open } = setUp(options);
    const isAllowed = expected === 200;
    expect((await list())[0].mayOpen).toBe(isAllowed);
    expect((await open()).status).toBe(expected);
    expect(scm.opened).toHaveLength(isAllowed ? 1 : 0);
  });

  it('refuse what they do not know', async () => {
    const { open } = setUp();
    expect((await open('group:default/nobody')).status).toBe(404);
    expect((await open(FINANCE, { repository: 'x' })).status).toBe(400);
    expect(scm.opened).toEqual([]);
  });
});
