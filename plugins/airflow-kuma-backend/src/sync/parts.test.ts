import {
  DECIDING_KINDS,
  SourcePart,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowStandIn,
  AirflowVersion,
  defaultMesh,
  Fault,
  KumaStandIn,
  KumaVersion,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import { setUpSource } from './__testUtils__/setUpSource';
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
const TIMEOUT = { timeout: { seconds: 5 } };

describe('the parts of a source', () => {
  const source = setUpSource();

  /** Without what the fault itself writes into a resource, which is kept whole. */
  const withoutRevision = (snapshot: object | undefined) =>
    snapshot &&
    JSON.parse(JSON.stringify(snapshot), (key, value) =>
      ['demo_number', 'unread', 'revision'].includes(key) ? undefined : value,
    );

  const stored = async () => ({
    // When a DAG runs next moves with the clock.
    dags: (await source.world.inventory.dags()).map(
      ({ nextRun: _, ...dag }) => dag,
    ),
    services: await source.world.inventory.services(),
    meshes: await source.world.inventory.meshes(),
    proxies: await source.world.inventory.proxyRecords(),
    snapshot: withoutRevision(
      await source.world.inventory.meshSnapshot({
        controlPlane: 'source',
        mesh: 'default',
      }),
    ),
  });

  /** What a verdict is told to be missing. */
  const unread = async () => {
    const key = { controlPlane: 'source', mesh: 'default' };
    return (await source.world.inventory.meshSnapshot(key))?.unread;
  };

  const isUnwell = (part: SourcePart) =>
    part.state === 'failed' || part.advice !== undefined;

  /**
   * Lets a part fail in each way: it alone says so, what it told before
   * stands, also over a restart, and its age is told. Returns how many ways.
   */
  async function expectAlone(
    upstream: AirflowStandIn | KumaStandIn,
    name: string,
    path: RegExp,
    faults = FAULTS,
  ) {
    await source.read();
    const states = (await source.status()).parts;
    const before = await stored();
    for (const [what, fault, state] of faults) {
      const lastRead = (await source.status()).lastSuccess;
      const stop = upstream.faults.add({ path, fault });
      await source.read();
      const since = source.world.time.now.toISOString();
      source.world.restart();
      await source.read();
      const status = await source.status();
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
      await source.read();
      const mended = (await source.status()).parts;
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
      const airflow = await source.airflow(version, prodDataDags, TIMEOUT);
      expect(await expectAlone(airflow, name, path)).toBe(FAULTS.length);
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
      const kuma = await source.kuma(version, TIMEOUT);
      expect(await expectAlone(kuma, name, path)).toBe(FAULTS.length);
    },
  );

  it.each([
    ['Airflow', 'assets', /\/api\/v2\/assets/],
    ['Kuma', 'MeshTrafficPermission', /meshtrafficpermissions/],
  ])('of %s: %s that come too late fail alone', async (of, name, path) => {
    const upstream =
      of === 'Kuma'
        ? await source.kuma('2.14.3', TIMEOUT, [defaultMesh])
        : await source.airflow('3.3.2', prodDataDags, TIMEOUT);
    expect(await expectAlone(upstream, name, path, SLOW)).toBe(1);
  });

  const detailParts: [string, RegExp, (dag: DagFact) => boolean][] = [
    ['details of DAGs', /dags\/[^~]+\/details/, dag => dag.tasks.length > 0],
    ['tasks of DAGs', /dags\/[^~]+\/tasks/, dag => dag.tasks.length > 0],
    ['runs of new DAGs', /dags\/[^~]+\/dagRuns/, () => true],
  ];

  it.each(detailParts)(
    'of Airflow 3.3.2: %s fail alone, and come once they are told',
    async (name, path, isWhole) => {
      const upstream = await source.airflow('3.3.2', prodDataDags, TIMEOUT);
      const runsOf = async () => {
        const dags = await source.world.inventory.dags();
        const runs = await Promise.all(
          dags.map(({ dagId }) =>
            source.world.inventory.runs({
              instance: 'source',
              dagId,
              limit: 100,
            }),
          ),
        );
        return runs.flat().length;
      };
      await source.read();
      // When the next run is moves with the clock.
      const detailsOf = async () =>
        (await source.world.inventory.dags()).map(
          ({ nextRun: _, ...details }) => details,
        );
      const whole = await stored();
      const dags = await detailsOf();
      const runs = await runsOf();
      expect(whole.dags.every(isWhole)).toBe(true);

      const faults = FAULTS.filter(([, , state]) => state !== 'read');
      for (const [what, fault, state] of faults) {
        await source.renew();
        const stop = upstream.faults.add({ path, fault });
        await source.read();
        const { parts, ...status } = await source.status();
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
          await source.read(minutes * 60_000);
        }
        expect({ what, dags: await detailsOf() }).toEqual({ what, dags });
        expect({ what, runs: await runsOf() }).toEqual({ what, runs });
      }
    },
  );

  it('keeps what a list that counts more than it gives does not list, for an hour', async () => {
    const airflow = await source.airflow('3.3.2');
    await source.read();
    const before = (await source.world.inventory.dags()).length;
    airflow.state.deleteDag(prodDataDags[0].dagId);
    airflow.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'count', total: 9_999 },
    });
    const part = async () =>
      (await source.status()).parts.find(({ name }) => name === 'DAGs');
    for (const minutes of [1, 30, 28]) {
      await source.read(minutes * 60_000);
      expect(await source.world.inventory.dags()).toHaveLength(before);
    }
    expect(await part()).toMatchObject({
      state: 'read',
      reason: expect.stringContaining('it counts 9999 items and gives'),
    });
    // Told once, not at each read.
    expect(source.world.warnings()).toHaveLength(1);
    await source.read(2 * 60_000);
    expect(await source.world.inventory.dags()).toHaveLength(before - 1);
  });

  it.each<[string, number | null]>([
    ['no count', null],
    ['too small a count', 1],
  ])('drops at once what a whole list with %s lacks', async (_what, total) => {
    const airflow = await source.airflow('3.3.2');
    await source.read();
    const before = (await source.world.inventory.dags()).length;
    airflow.state.deleteDag(prodDataDags[0].dagId);
    airflow.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'count', total },
    });
    await source.read();
    expect(await source.world.inventory.dags()).toHaveLength(before - 1);
  });

  it('shows a clock that is more than a minute off', async () => {
    const airflow = await source.airflow('3.3.2', prodDataDags.slice(0, 1));
    await source.read();
    const clock = async () =>
      (await source.status()).parts.find(({ name }) => name === 'clock');
    expect(await clock()).toBeUndefined();
    airflow.faults.add({
      path: '/',
      fault: { kind: 'clock', milliseconds: -5 * 60_000 },
    });
    await source.read();
    const since = source.world.time.now.toISOString();
    await source.read();
    expect(await clock()).toMatchObject({
      state: 'read',
      reason: expect.stringContaining('5 min behind ours'),
      since,
    });
    expect(source.world.warnings()).toHaveLength(1);
  });
});
