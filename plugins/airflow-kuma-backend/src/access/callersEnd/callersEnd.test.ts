import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { parseAllDocuments } from 'yaml';
import {
  dataplane,
  meshService,
  meshSnapshot,
} from '../../graph/__testUtils__/resources';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { databaseIds, migrated } from '../__testUtils__/databases';
import { approve, ask } from '../__testUtils__/requests';
import { startGitServer } from '../__testUtils__/startGitServer';
import { startScm } from '../__testUtils__/startScm';
import { askCallerAgain, revokeRequest } from '../requests/endRequest';
import { GitManifests, readManifests } from './manifests';

jest.setTimeout(120_000);

const FILE = 'dataplanes/orders.yaml';
const REF = {
  kind: 'MeshService',
  labels: { 'kuma.io/display-name': 'payments', 'kuma.io/zone': 'zone-1' },
};
const LEDGER = { kind: 'MeshService', name: 'ledger' };
const MANIFEST = `# Who runs it: data
type: Dataplane
mesh: default
name: orders
networking:
  address: 127.0.0.1
  transparentProxying:
    redirectPortOutbound: 15001
    reachableBackends:
      refs:
        - kind: MeshService
          name: ledger # the books
`;

const named = (name: string): KumaResource => {
  const service = meshService(name);
  return {
    ...service,
    labels: { ...service.labels, 'kuma.io/display-name': name },
  };
};

/** `orders` and `billing` may go out to the ledger only. */
function narrowMesh(): MeshSnapshot {
  const workloads = ['orders', 'billing', 'payments', 'ledger'];
  return meshSnapshot({
    dataplanes: workloads.map(name =>
      ['orders', 'billing'].includes(name)
        ? withRefs(dataplane(name), [LEDGER])
        : dataplane(name),
    ),
    meshServices: workloads.map(named),
  });
}

function withRefs(proxy: KumaResource, refs: unknown[]): KumaResource {
  return {
    ...proxy,
    networking: {
      ...(proxy.networking as object),
      transparentProxying: { reachableBackends: { refs } },
    },
  };
}

/** As somebody who applies a manifest. */
function roll(world: AccessWorld, refs: unknown[], name = 'orders') {
  const { snapshot } = world.controlPlane;
  snapshot.dataplanes = snapshot.dataplanes.map(proxy =>
    proxy.name === name ? withRefs(proxy, refs) : proxy,
  );
}

/** Whether a call gets through, from listener to permission. */
function works(world: AccessWorld, caller = 'orders'): boolean {
  const target = { kind: 'MeshService', name: 'payments', port: 80 } as const;
  const { wayOut } = createEvaluator(world.controlPlane.snapshot);
  return (
    wayOut(caller, target).state === 'open' && world.allows(caller, 'payments')
  );
}

async function granted(world: AccessWorld, dag = 'orders', more = {}) {
  const { id } = await ask(world, ANN, more, dag);
  await approve(world, BEN, id);
  await world.settle(4);
  return id;
}

const databases = TestDatabases.create({ ids: databaseIds });

describe.each(databases.eachSupportedId())(
  'a grant whose caller has no way out, on %s',
  databaseId => {
    let world: AccessWorld;
    beforeEach(async () => {
      world = new AccessWorld(
        await migrated(databases, databaseId),
        {},
        narrowMesh(),
      );
    });

    it('says so before it is asked for, with what to add', async () => {
      const { callersEnd, obstacles } = await world.preview(
        'orders',
        'payments',
      );
      expect(callersEnd).toMatchObject({
        state: 'waiting',
        reason: expect.stringContaining('leave payments out'),
        workloads: [
          {
            workload: 'orders',
            proxies: { names: ['orders'], total: 1 },
            byHand: expect.stringContaining('callersEnd.manifests'),
          },
        ],
      });
      const [{ snippet }] = callersEnd!.workloads;
      expect(
        parseAllDocuments(snippet!)[0].toJSON().networking.transparentProxying
          .reachableBackends.refs,
      ).toEqual([LEDGER, REF]);
      expect(obstacles).toEqual([]);
    });

    it('is not active before both ends are there, and waits in words', async () => {
      const id = await granted(world);
      expect(world.allows('orders', 'payments')).toBe(true);
      expect(works(world)).toBe(false);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        waitsForCallerSince: expect.any(String),
        progress: expect.stringContaining("waiting for the caller's side"),
        callersEnd: { state: 'waiting' },
      });
      const names = () => world.events.map(({ name }) => name);
      expect(names().filter(name => name === 'waits-for-caller')).toHaveLength(
        1,
      );
      expect(names()).not.toContain('active');

      roll(world, [LEDGER, REF]);
      await world.settle(3);
      const record = await world.record(id);
      expect(record).toMatchObject({
        state: 'active',
        confirmation: expect.stringContaining("caller's way out is open"),
        callersEnd: { state: 'open' },
      });
      expect(record.waitsForCallerSince).toBeUndefined();
      expect(works(world)).toBe(true);
      expect(await world.actions(id)).toEqual(
        expect.arrayContaining([
          'access.callers-end.waiting',
          'access.callers-end.open',
        ]),
      );
    });

    it('waits for any other way that its owner opens it', async () => {
      const id = await granted(world);
      roll(world, [{ kind: 'MeshService', name: 'payments' }]);
      await world.settle(3);
      expect((await world.record(id)).state).toBe('active');
    });

    it('does not wait for what cannot be told', async () => {
      world.controlPlane.snapshot.restrictOutbound = 'unknown';
      world.controlPlane.snapshot.dataplanes =
        world.controlPlane.snapshot.dataplanes.map(proxy =>
          proxy.name === 'orders'
            ? {
                ...proxy,
                networking: {
                  ...(proxy.networking as object),
                  transparentProxying: {},
                },
              }
            : proxy,
        );
      world.sync();
      const id = await granted(world);
      expect(await world.record(id)).toMatchObject({
        state: 'active',
        callersEnd: { state: 'unknown' },
        confirmation: expect.stringContaining('cannot be told'),
      });
    });

    it('asks nothing of proxies that only take calls', async () => {
      world.controlPlane.snapshot.dataplanes =
        world.controlPlane.snapshot.dataplanes.map(({ name }) =>
          dataplane(name),
        );
      world.sync();
      const id = await granted(world);
      const record = await world.record(id);
      expect(record.state).toBe('active');
      expect(record.callersEnd).toBeUndefined();
      expect((await world.actions(id)).join()).not.toContain('callers-end');
    });

    it('is no news with every pod that comes and goes', async () => {
      const id = await granted(world);
      const before = await world.record(id);
      const { snapshot } = world.controlPlane;
      snapshot.dataplanes = snapshot.dataplanes.map(proxy =>
        proxy.name === 'orders'
          ? {
              ...proxy,
              name: 'orders-2',
              labels: { ...proxy.labels, 'kuma.io/workload': 'orders' },
            }
          : proxy,
      );
      await world.settle(3);
      expect((await world.record(id)).version).toBe(before.version);
    });

    it('takes both ends back, and says what is left to remove by hand', async () => {
      const id = await granted(world);
      roll(world, [LEDGER, REF]);
      await world.settle(3);
      await revokeRequest(world.context, world.caller(ANN), id, {
        rationale: 'Done with it',
      });
      await world.settle(4);
      const record = await world.record(id);
      expect(record.state).toBe('revoked');
      expect(record.callersEnd).toMatchObject({
        state: 'taking-back',
        workloads: [{ snippet: expect.stringContaining('payments') }],
      });
      expect(record.callersEnd!.workloads[0].snippet).not.toContain('ledger');
      expect(world.events.map(({ name }) => name)).toContain(
        'caller-taking-back',
      );

      roll(world, [LEDGER]);
      await world.settle(2);
      expect((await world.record(id)).callersEnd?.state).toBe('taken-back');
      expect(await world.context.callersEnds.list(record)).toEqual([]);
    });

    it('keeps the way out that another grant, or a declaration, needs', async () => {
      const id = await granted(world);
      roll(world, [LEDGER, REF]);
      await world.settle(3);
      // Another DAG of the same workload.
      world.identities = {
        [world.dagRef('billing')]: [
          {
            state: 'live',
            reason: '',
            controlPlane: 'eu',
            mesh: 'default',
            uriSans: createEvaluator(world.controlPlane.snapshot).identityOf(
              'orders',
            ).uriSans,
            proxies: ['orders'],
            sharedWith: [],
            sharedBy: 2,
          },
        ],
      };
      const other = await granted(world, 'billing');
      await revokeRequest(world.context, world.caller(ANN), id, {
        rationale: 'Done with it',
      });
      await world.settle(4);
      expect((await world.record(id)).callersEnd).toMatchObject({
        state: 'kept',
        reason: expect.stringContaining(other),
      });

      world.edges = [
        {
          dag: world.dagRef('billing'),
          service: world.serviceRef('payments'),
          state: 'aligned',
          reason: '',
          declared: [{ kind: 'param', value: 'payments' } as any],
          permitted: {
            outcome: 'allow',
            reason: '',
            ports: [],
            asIntended: true,
          },
          observed: { outcome: 'none', reason: '', evidence: [], sharedBy: 1 },
          grants: [],
        } as any,
      ];
      await revokeRequest(world.context, world.caller(ANN), other, {
        rationale: 'Done with it',
      });
      await world.settle(4);
      expect((await world.record(other)).callersEnd).toMatchObject({
        state: 'kept',
        reason: expect.stringContaining('declares'),
      });
      expect(
        await world.context.callersEnds.list(await world.record(id)),
      ).toEqual([]);
    });
  },
);

describe('a way out that somebody closes again', () => {
  const open = async (drift: string) => {
    const world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      { drift },
      narrowMesh(),
    );
    const id = await granted(world);
    roll(world, [LEDGER, REF]);
    await world.settle(3);
    expect((await world.record(id)).state).toBe('active');
    roll(world, [LEDGER]);
    await world.settle(3);
    return { world, id };
  };

  it.each(['restore', 'report'])(
    'is drift and told, and the grant is not active meanwhile (%s)',
    async answer => {
      const { world, id } = await open(answer);
      expect(await world.record(id)).toMatchObject({
        state: 'applying',
        drift: { what: 'no-way-out', policy: 'orders', answer },
        callersEnd: { state: 'waiting' },
        waitsForCallerSince: expect.any(String),
      });
      expect(world.events.map(({ name }) => name)).toContain('drifted');
      roll(world, [LEDGER, REF]);
      await world.settle(3);
      const record = await world.record(id);
      expect(record.state).toBe('active');
      expect(record.drift).toBeUndefined();
    },
  );

  it('ends the grant where config says so', async () => {
    const { world, id } = await open('end');
    expect(await world.record(id)).toMatchObject({ state: 'ended-drift' });
  });
});

describe('a workload whose manifest is known', () => {
  let world: AccessWorld;
  let server: Awaited<ReturnType<typeof startGitServer>>;
  let scm: Awaited<ReturnType<typeof startScm>>;

  async function setUp(manifest = MANIFEST, more: object = {}) {
    server.commit(FILE, manifest);
    world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      {},
      narrowMesh(),
    );
    const config = new ConfigReader({
      integrations: scm.integrations(new URL(server.url).host),
      airflowKuma: {
        access: {
          callersEnd: {
            manifests: [
              {
                match: { workload: 'ord*', mesh: 'default' },
                repository: server.url,
                path: FILE,
                ...more,
              },
            ],
          },
        },
      },
    });
    const { manifests, errors } = readManifests(config);
    expect(errors).toEqual([]);
    world.context.manifests = new GitManifests(
      manifests,
      ScmIntegrations.fromConfig(config),
    );
  }
  beforeEach(async () => {
    server = await startGitServer();
    scm = await startScm();
  });
  afterEach(async () => {
    await server.stop();
    await scm.stop();
  });

  const refsOn = (branch = 'main') =>
    parseAllDocuments(server.show(FILE, branch))[0].toJSON().networking
      .transparentProxying.reachableBackends.refs;
  const merge = (index: number) => {
    server.merge(scm.opened[index].head);
    Object.assign(scm.opened[index], { state: 'closed', merged: true });
  };
  /** Until it is looked at again. */
  const later = async () => {
    world.sync(31);
    await world.settle(3);
  };
  const end = async (id: string) => {
    await revokeRequest(world.context, world.caller(ANN), id, {
      rationale: 'Done with it',
    });
    await world.settle(4);
  };

  it('gets a pull request for each end of the grant', async () => {
    await setUp();
    const preview = await world.preview('orders', 'payments');
    const [{ diff, byHand }] = preview.callersEnd!.workloads;
    expect(byHand).toBeUndefined();
    expect(diff).toContain('+            kuma.io/display-name: payments');
    expect(diff).not.toMatch(/^-(?!--)/m);

    const id = await granted(world);
    expect(scm.opened).toHaveLength(1);
    expect(scm.opened[0].title).toBe('Let orders call payments');
    expect(refsOn()).toEqual([LEDGER]);
    expect(refsOn(scm.opened[0].head)).toEqual([LEDGER, REF]);
    expect(server.show(FILE, scm.opened[0].head)).toContain('# the books');
    expect((await world.record(id)).callersEnd).toMatchObject({
      state: 'waiting',
      workloads: [{ reference: 'https://scm.example.com/pull/1' }],
    });

    merge(0);
    roll(world, refsOn());
    await later();
    expect((await world.record(id)).state).toBe('active');
    expect(works(world)).toBe(true);

    await end(id);
    expect(scm.opened).toHaveLength(2);
    expect(scm.opened[1].title).toBe('Take back the way of orders to payments');
    expect((await world.record(id)).callersEnd).toMatchObject({
      state: 'taking-back',
      workloads: [{ reference: 'https://scm.example.com/pull/2' }],
    });
    merge(1);
    expect(server.show(FILE)).toBe(MANIFEST);
    roll(world, refsOn());
    await later();
    await later();
    expect((await world.record(id)).callersEnd?.state).toBe('taken-back');
    expect(
      (await world.actions(id)).filter(each => each.endsWith('proposed')),
    ).toHaveLength(2);
  });

  it('goes back with the reason where its owner closes the pull request', async () => {
    await setUp();
    const id = await granted(world);
    scm.opened[0].state = 'closed';
    await later();
    expect((await world.record(id)).callersEnd).toMatchObject({
      state: 'refused',
      workloads: [
        {
          reason: expect.stringContaining('without merging'),
          snippet: expect.stringContaining('payments'),
          reference: 'https://scm.example.com/pull/1',
        },
      ],
    });
    expect(world.events.map(({ name }) => name)).toContain('caller-refused');
    await later();
    expect(scm.opened).toHaveLength(1);

    await askCallerAgain(world.context, world.caller(ANN), id, {});
    await world.settle(2);
    expect(scm.opened).toHaveLength(2);
    expect((await world.record(id)).callersEnd?.state).toBe('waiting');
    await expect(
      askCallerAgain(world.context, world.caller(ANN), id, {}),
    ).rejects.toThrow('Nobody said no');
  });

  it('withdraws what nobody needs any more', async () => {
    await setUp();
    const id = await granted(world);
    await end(id);
    expect(scm.opened[0].state).toBe('closed');
    expect((await world.record(id)).callersEnd?.state).toBe('taken-back');
  });

  it('notices what is merged in the moment of the end, and takes it back', async () => {
    await setUp();
    const id = await granted(world);
    merge(0);
    // Merged, not rolled out, and over.
    await end(id);
    expect(scm.opened).toHaveLength(2);
    expect(refsOn(scm.opened[1].head)).toEqual([LEDGER]);
    roll(world, [LEDGER, REF]);
    await later();
    expect((await world.record(id)).callersEnd?.state).toBe('taking-back');
    merge(1);
    roll(world, [LEDGER]);
    await later();
    await later();
    expect((await world.record(id)).callersEnd?.state).toBe('taken-back');
  });

  it('asks once for two grants, and takes back what one of them needed', async () => {
    await setUp();
    const first = await granted(world);
    const { id: second } = await ask(world, ANN, {
      destination: {
        kind: 'service',
        ref: world.serviceRef('payments'),
        port: 80,
      },
      source: { kind: 'domain', domain: 'shop' },
    });
    await approve(world, BEN, second);
    await world.settle(3);
    expect(scm.opened).toHaveLength(1);
    merge(0);
    roll(world, refsOn());
    roll(world, [LEDGER, REF], 'billing');
    await later();
    expect((await world.record(second)).state).toBe('active');
    await end(first);
    expect((await world.record(first)).callersEnd?.state).not.toBe(
      'taking-back',
    );
    expect(scm.opened).toHaveLength(1);
    await end(second);
    expect(scm.opened).toHaveLength(2);
  });

  it.each([
    ['has moved', 'other.yaml', MANIFEST, /holds no .*moved/],
    ['does not parse', FILE, 'a: [', /does not parse/],
    ['is a Helm template', FILE, 'a: {{ .Values.b }}', /Helm template/],
    ['holds something else', FILE, 'kind: Service', /holds no workload/],
  ])('that %s gets the snippet, and why', async (_what, path, text, why) => {
    await setUp(text, { path });
    const { callersEnd } = await world.preview('orders', 'payments');
    expect(callersEnd!.workloads[0]).toMatchObject({
      byHand: expect.stringMatching(why),
      snippet: expect.stringContaining('payments'),
    });
    const id = await granted(world);
    expect(scm.opened).toEqual([]);
    expect((await world.record(id)).callersEnd!.workloads[0]).toMatchObject({
      byHand: expect.stringMatching(why),
    });
    // Once it is mended it is proposed by itself.
    server.commit(path, MANIFEST);
    world.sync(301);
    await world.settle(3);
    expect(scm.opened).toHaveLength(1);
  });

  it('whose host is away keeps the destination from nothing', async () => {
    await setUp();
    await server.stop();
    const id = await granted(world);
    expect(world.allows('orders', 'payments')).toBe(true);
    expect((await world.record(id)).callersEnd!.workloads[0].byHand).toMatch(
      /tried again by itself/,
    );
    server = await startGitServer();
  });

  it('is proposed again when somebody takes it out, where drift is restored', async () => {
    await setUp();
    const id = await granted(world);
    merge(0);
    roll(world, refsOn());
    await later();
    expect((await world.record(id)).state).toBe('active');
    server.commit(FILE, MANIFEST);
    roll(world, [LEDGER]);
    await later();
    expect(await world.record(id)).toMatchObject({
      state: 'applying',
      drift: { what: 'no-way-out', answer: 'restore' },
    });
    expect(scm.opened).toHaveLength(2);
  });

  it('is committed at once where config says push', async () => {
    await setUp(MANIFEST, { mode: 'push' });
    const id = await granted(world);
    expect(scm.opened).toEqual([]);
    expect(refsOn()).toEqual([LEDGER, REF]);
    roll(world, refsOn());
    await world.settle(3);
    expect((await world.record(id)).state).toBe('active');
  });
});
