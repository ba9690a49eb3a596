import {
  DECIDING_KINDS,
  SourcePart,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AirflowStandIn,
  AirflowVersion,
  defaultMesh,
  Fault,
  KumaStandIn,
  KumaVersion,
  legacyMesh,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { migrated } from '../access/__testUtils__/databases';
import { createWorld, World } from './__testUtils__/world';
import { DagFact } from './InventoryReader';

jest.setTimeout(120_000);

/** Every way in which a part can fail, and what it then is. */
const FAULTS: [string, Fault, SourcePart['state']][] = [
  ['is forbidden', { kind: 'status', status: 403 }, 'not-told'],
  ['is not there', { kind: 'status', status: 404 }, 'not-told'],
  ['has an error', { kind: 'status', status: 500 }, 'failed'],
  ['is no JSON', { kind: 'garbage-json' }, 'failed'],
  ['is cut off', { kind: 'truncated' }, 'failed'],
  ['hangs up', { kind: 'reset' }, 'failed'],
  ['is an error page', { kind: 'html-page' }, 'failed'],
  ['is 10 MB of garbage', { kind: 'garbage', bytes: 10_000_000 }, 'failed'],
  ['holds NaN', { kind: 'nan' }, 'read'],
  ['counts nothing', { kind: 'count', total: 0 }, 'read'],
  ['counts too much', { kind: 'count', total: 9_999 }, 'read'],
  ['tells no count', { kind: 'count', total: null }, 'read'],
];

const SLOW: typeof FAULTS = [
  ['is too slow', { kind: 'latency', milliseconds: 20_000 }, 'failed'],
];

/** Of one request; long enough for a busy machine. */
const TIMEOUT = { seconds: 5 };

describe('the parts of a source', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let world: World;
  let upstream: AirflowStandIn | KumaStandIn;

  beforeEach(async () => {
    knex = await migrated(databases, 'SQLITE_3');
  });

  afterEach(async () => {
    await upstream.stop();
  });

  /** Without what the fault itself writes into a resource, which is kept whole. */
  const withoutRevision = (snapshot: object | undefined) =>
    snapshot &&
    JSON.parse(JSON.stringify(snapshot), (key, value) =>
      ['demo_number', 'unread', 'revision'].includes(key) ? undefined : value,
    );

  const stored = async () => ({
    // When a DAG runs next moves with the clock.
    dags: (await world.inventory.dags()).map(({ nextRun: _, ...dag }) => dag),
    services: await world.inventory.services(),
    meshes: await world.inventory.meshes(),
    proxies: await world.inventory.proxyRecords(),
    snapshot: withoutRevision(
      await world.inventory.meshSnapshot({
        controlPlane: 'source',
        mesh: 'default',
      }),
    ),
  });

  /** What a verdict is told to be missing. */
  const unread = async () => {
    const key = { controlPlane: 'source', mesh: 'default' };
    return (await world.inventory.meshSnapshot(key))?.unread;
  };

  const config = (kind: string): JsonObject =>
    kind === 'kuma'
      ? { kuma: { controlPlanes: { source: { baseUrl: upstream.url } } } }
      : {
          airflow: {
            instances: {
              source: {
                baseUrl: upstream.url,
                timeout: TIMEOUT,
                auth: {
                  type: kind === '2.11.2' ? 'basic' : 'password',
                  username: 'viewer',
                  password: 'viewer',
                },
              },
            },
          },
        };

  const isUnwell = (part: SourcePart) =>
    part.state === 'failed' || part.advice !== undefined;

  /**
   * Lets a part fail in each way: it alone says so, what it told before
   * stands, also over a restart, and its age is told. Returns how many ways.
   */
  async function expectAlone(
    name: string,
    path: RegExp,
    states: SourcePart[],
    faults = FAULTS,
  ) {
    const before = await stored();
    for (const [what, fault, state] of faults) {
      const lastRead = (await world.status('source')).lastSuccess;
      const stop = upstream.faults.add({ path, fault });
      await world.read('source');
      const since = world.time.now.toISOString();
      world.restart();
      await world.read('source');
      const status = await world.status('source');
      expect({ what, state: status.state }).toEqual({ what, state: 'ok' });
      const own = status.parts.filter(part => part.name === name);
      expect({
        what,
        states: [...new Set(own.map(part => part.state))],
      }).toEqual({ what, states: [state] });
      for (const part of state === 'read' ? [] : own) {
        expect(part).toMatchObject({ since, lastRead });
        expect(part.reason).toContain('GET /');
        const isForbidden = what === 'is forbidden';
        expect({ what, isTold: part.advice !== undefined }).toEqual({
          what,
          isTold: isForbidden,
        });
      }
      const others = status.parts.filter(part => part.name !== name);
      expect({ what, others: others.filter(isUnwell) }).toEqual({
        what,
        others: states.filter(isUnwell),
      });
      expect({ what, ...(await stored()) }).toEqual({ what, ...before });
      expect({ what, unread: await unread() }).toEqual({
        what,
        unread:
          state !== 'read' && DECIDING_KINDS.some(kind => kind === name)
            ? [{ kind: name, since }]
            : undefined,
      });
      stop();
      await world.read('source');
      const mended = (await world.status('source')).parts;
      expect(mended.filter(isUnwell)).toEqual(states.filter(isUnwell));
    }
    return faults.length;
  }

  const airflowParts: [AirflowVersion, string, RegExp][] = [
    ...(['3.3.2', '3.0.6'] as const).flatMap(
      (version): [AirflowVersion, string, RegExp][] => [
        [version, 'version', /\/api\/v2\/version/],
        [version, 'import errors', /\/api\/v2\/importErrors/],
        [version, 'assets', /\/api\/v2\/assets/],
        [version, 'DAG dependencies', /\/ui\/dependencies/],
        [version, 'DAG versions', /\/dagVersions/],
        [version, 'runs', /~\/dagRuns/],
      ],
    ),
    ['2.11.2', 'import errors', /\/api\/v1\/importErrors/],
    ['2.11.2', 'assets', /\/api\/v1\/datasets/],
    ['2.11.2', 'runs', /~\/dagRuns/],
  ];

  it.each(airflowParts)(
    'of Airflow %s: %s fail alone',
    async (version, name, path) => {
      upstream = await startAirflowStandIn({ version, dags: prodDataDags });
      world = await createWorld(knex, config(version));
      await world.read('source');
      const { parts } = await world.status('source');
      expect(await expectAlone(name, path, parts)).toBe(FAULTS.length);
    },
  );

  const kumaParts: [KumaVersion, string, RegExp][] = [
    ['2.14.3', 'kinds of resources', /_resources/],
    ['2.14.3', 'Dataplane', /dataplanes\/_overview/],
    ['2.14.3', 'MeshService', /meshservices/],
    ['2.14.3', 'MeshMultiZoneService', /meshmultizoneservices/],
    ['2.14.3', 'MeshExternalService', /meshexternalservices/],
    ['2.14.3', 'ExternalService', /\/external-services/],
    ['2.14.3', 'MeshIdentity', /meshidentities/],
    ['2.14.3', 'MeshTLS', /meshtlses/],
    ['2.14.3', 'MeshTrace', /meshtraces/],
    ['2.14.3', 'MeshTrafficPermission', /meshtrafficpermissions/],
    ['2.14.3', 'TrafficPermission', /\/traffic-permissions/],
    ['3.0.0-preview', 'Dataplane', /dataplanes\/_overview/],
    ['3.0.0-preview', 'MeshService', /meshservices/],
    ['3.0.0-preview', 'MeshTrafficPermission', /meshtrafficpermissions/],
  ];

  it.each(kumaParts)(
    'of Kuma %s: %s fails alone',
    async (version, name, path) => {
      upstream = await startKumaStandIn({
        version,
        meshes:
          version === '2.14.3' ? [defaultMesh, legacyMesh] : [defaultMesh],
      });
      const settings = config('kuma') as any;
      settings.kuma.controlPlanes.source.timeout = TIMEOUT;
      world = await createWorld(knex, settings);
      await world.read('source');
      const { parts } = await world.status('source');
      expect(await expectAlone(name, path, parts)).toBe(FAULTS.length);
    },
  );

  it.each([
    ['Airflow', 'assets', /\/api\/v2\/assets/],
    ['Kuma', 'MeshTrafficPermission', /meshtrafficpermissions/],
  ])('of %s: %s that come too late fail alone', async (of, name, path) => {
    upstream =
      of === 'Kuma'
        ? await startKumaStandIn({ version: '2.14.3', meshes: [defaultMesh] })
        : await startAirflowStandIn({ version: '3.3.2', dags: prodDataDags });
    const settings = config(of === 'Kuma' ? 'kuma' : '3.3.2') as any;
    if (of === 'Kuma') settings.kuma.controlPlanes.source.timeout = TIMEOUT;
    world = await createWorld(knex, settings);
    await world.read('source');
    const { parts } = await world.status('source');
    expect(await expectAlone(name, path, parts, SLOW)).toBe(1);
  });

  const detailParts: [string, RegExp, (dag: DagFact) => boolean][] = [
    ['details of DAGs', /dags\/[^~]+\/details/, dag => dag.tasks.length > 0],
    ['tasks of DAGs', /dags\/[^~]+\/tasks/, dag => dag.tasks.length > 0],
    ['runs of new DAGs', /dags\/[^~]+\/dagRuns/, () => true],
  ];

  it.each(detailParts)(
    'of Airflow 3.3.2: %s fail alone, and come once they are told',
    async (name, path, isWhole) => {
      upstream = await startAirflowStandIn({
        version: '3.3.2',
        dags: prodDataDags,
      });
      const runsOf = async () => {
        const dags = await world.inventory.dags();
        const runs = await Promise.all(
          dags.map(({ dagId }) =>
            world.inventory.runs({ instance: 'source', dagId, limit: 100 }),
          ),
        );
        return runs.flat().length;
      };
      world = await createWorld(knex, config('3.3.2'));
      await world.read('source');
      // When the next run is moves with the clock.
      const detailsOf = async () =>
        (await world.inventory.dags()).map(
          ({ nextRun: _, ...details }) => details,
        );
      const whole = await stored();
      const dags = await detailsOf();
      const runs = await runsOf();
      expect(whole.dags.every(isWhole)).toBe(true);

      const faults = FAULTS.filter(([, , state]) => state !== 'read');
      for (const [what, fault, state] of faults) {
        knex = await migrated(databases, 'SQLITE_3');
        world = await createWorld(knex, config('3.3.2'));
        const stop = upstream.faults.add({ path, fault });
        await world.read('source');
        const { parts, ...status } = await world.status('source');
        const unwell = parts.filter(part => part.state !== 'read');
        expect({ what, state: status.state, unwell }).toMatchObject({
          what,
          state: 'ok',
          unwell: [{ name, state }],
        });
        expect((await stored()).dags.map(({ dagId }) => dagId)).toEqual(
          whole.dags.map(({ dagId }) => dagId),
        );
        stop();
        upstream.requests.clear();
        for (const minutes of [1, 5, 60]) {
          await world.read('source', minutes * 60_000);
        }
        expect({ what, dags: await detailsOf() }).toEqual({ what, dags });
        expect({ what, runs: await runsOf() }).toEqual({ what, runs });
      }
    },
  );

  it('keeps what a list that counts more than it gives does not list, for an hour', async () => {
    const airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
    });
    upstream = airflow;
    world = await createWorld(knex, config('3.3.2'));
    await world.read('source');
    const before = (await world.inventory.dags()).length;
    airflow.state.deleteDag(prodDataDags[0].dagId);
    airflow.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'count', total: 9_999 },
    });
    const part = async () =>
      (await world.status('source')).parts.find(({ name }) => name === 'DAGs');
    for (const minutes of [1, 30, 28]) {
      await world.read('source', minutes * 60_000);
      expect(await world.inventory.dags()).toHaveLength(before);
    }
    expect(await part()).toMatchObject({
      state: 'read',
      reason: expect.stringContaining('it counts 9999 items and gives'),
    });
    // Told once, not at each read.
    expect(world.warnings()).toHaveLength(1);
    await world.read('source', 2 * 60_000);
    expect(await world.inventory.dags()).toHaveLength(before - 1);
  });

  it.each<[string, number | null]>([
    ['no count', null],
    ['too small a count', 1],
  ])('drops at once what a whole list with %s lacks', async (_what, total) => {
    const airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
    });
    upstream = airflow;
    world = await createWorld(knex, config('3.3.2'));
    await world.read('source');
    const before = (await world.inventory.dags()).length;
    airflow.state.deleteDag(prodDataDags[0].dagId);
    airflow.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'count', total },
    });
    await world.read('source');
    expect(await world.inventory.dags()).toHaveLength(before - 1);
  });

  it('shows a clock that is more than a minute off', async () => {
    upstream = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags.slice(0, 1),
    });
    world = await createWorld(knex, config('3.3.2'));
    await world.read('source');
    const clock = async () =>
      (await world.status('source')).parts.find(({ name }) => name === 'clock');
    expect(await clock()).toBeUndefined();
    upstream.faults.add({
      path: '/',
      fault: { kind: 'clock', milliseconds: -5 * 60_000 },
    });
    await world.read('source');
    const since = world.time.now.toISOString();
    await world.read('source');
    expect(await clock()).toMatchObject({
      state: 'read',
      reason: expect.stringContaining('5 min behind ours'),
      since,
    });
    expect(world.warnings()).toHaveLength(1);
  });
});
