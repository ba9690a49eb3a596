import { partUse } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowVersion,
  KumaVersion,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import { expectAlone, FAULTS, SLOW, stored } from './__testUtils__/expectAlone';
import { setUpSources, TestSource } from './__testUtils__/setUpSource';
import { DagFact } from './InventoryReader';

jest.setTimeout(120_000);

/** Of one request; long enough for a busy machine. */
const TIMEOUT = { timeout: { seconds: 5 } };

const accessLog = {
  type: 'MeshAccessLog',
  mesh: 'default',
  name: 'all',
  creationTime: '2026-01-01T00:00:00Z',
  modificationTime: '2026-01-01T00:00:00Z',
  spec: {
    rules: [
      {
        default: {
          backends: [
            { type: 'Tcp', tcp: { address: 'logs.example.com:9000' } },
          ],
        },
      },
    ],
  },
};

/** So many parts may be late at once: each waits, and keeps nobody busy. */
const AT_ONCE = 4;

describe('the parts of a source', () => {
  const sources = setUpSources(AT_ONCE);
  const [source] = sources;

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

  const detailParts: [string, RegExp, (dag: DagFact) => boolean][] = [
    ['details of DAGs', /dags\/[^~]+\/details/, dag => dag.tasks.length > 0],
    ['tasks of DAGs', /dags\/[^~]+\/tasks/, dag => dag.tasks.length > 0],
    ['runs of new DAGs', /dags\/[^~]+\/dagRuns/, () => true],
  ];

  const kumaParts: [KumaVersion, string, RegExp][] = [
    ['2.14.3', 'kinds of resources', /_resources/],
    ['2.14.3', 'Dataplane', /dataplanes\/_overview/],
    ['2.14.3', 'MeshService', /meshservices/],
    ['2.14.3', 'MeshMultiZoneService', /meshmultizoneservices/],
    ['2.14.3', 'MeshExternalService', /meshexternalservices/],
    ['2.14.3', 'ExternalService', /\/external-services/],
    ['2.14.3', 'MeshIdentity', /meshidentities/],
    ['2.14.3', 'MeshTrust', /meshtrusts/],
    ['2.14.3', 'MeshTLS', /meshtlses/],
    ['2.14.3', 'MeshTrace', /meshtraces/],
    ['2.14.3', 'MeshAccessLog', /meshaccesslogs/],
    ['2.14.3', 'ServiceInsight', /service-insights/],
    ['2.14.3', 'Zone', /zones\/_overview/],
    ['2.14.3', 'MeshTrafficPermission', /meshtrafficpermissions/],
    ['2.14.3', 'TrafficPermission', /\/traffic-permissions/],
    ['3.0.0-preview', 'Dataplane', /dataplanes\/_overview/],
    ['3.0.0-preview', 'MeshService', /meshservices/],
    ['3.0.0-preview', 'MeshTrafficPermission', /meshtrafficpermissions/],
    ['3.0.0-preview', 'MeshTrust', /meshtrusts/],
    ['3.0.0-preview', 'Zone', /zones\/_overview/],
  ];

  const airflow = (of: TestSource, version: string) =>
    of.airflow(version as AirflowVersion, prodDataDags, TIMEOUT);

  const kuma = async (of: TestSource, version: string) => {
    const standIn = await of.kuma(version as KumaVersion, TIMEOUT);
    standIn.state.applyDirectly(accessLog);
    standIn.state.setZone('zone-2', { enabled: true, online: true });
    return standIn;
  };

  const allParts = [
    ...airflowParts.map(part => ['Airflow', ...part, airflow] as const),
    ...kumaParts.map(part => ['Kuma', ...part, kuma] as const),
  ];

  it.each(allParts)(
    'of %s %s: %s alone fails',
    async (_of, version, name, path, start) => {
      const upstream = await start(source, version);
      expect(await expectAlone(source, upstream, name, path)).toBe(
        FAULTS.length,
      );
    },
  );

  it.each([
    ['3.3.2', airflow, ['DAGs', ...detailParts.map(([name]) => name)]],
    ['2.14.3', kuma, ['Mesh']],
  ] as const)(
    'of %s are all let fail, but what is obligatory',
    async (version, start, more) => {
      await start(source, version);
      await source.read();
      const { parts } = await source.status();
      const known = allParts
        .filter(([, of]) => of === version)
        .map(([, , name]) => name);
      expect(new Set(parts.map(({ name }) => name))).toEqual(
        new Set([...known, ...more]),
      );
      for (const part of parts) expect(partUse(part)).toBeDefined();
    },
  );

  const batches = Array.from(
    { length: Math.ceil(allParts.length / AT_ONCE) },
    (_, index) => allParts.slice(index * AT_ONCE, (index + 1) * AT_ONCE),
  );

  it.each(
    batches.map(parts => ({
      parts,
      names: parts.map(([of, version, name]) => `${of} ${version}: ${name}`),
    })),
  )('that comes too late fails alone: $names', async ({ parts }) => {
    const late = parts.map(async ([, version, name, path, start], index) => {
      const own = sources[index];
      const upstream = await start(own, version);
      return expectAlone(own, upstream, name, path, SLOW);
    });
    expect(await Promise.all(late)).toEqual(parts.map(() => SLOW.length));
  });

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
      const whole = await stored(source);
      const dags = await detailsOf();
      const runs = await runsOf();
      expect(whole.dags.every(isWhole)).toBe(true);

      const faults = [...FAULTS, ...SLOW].filter(
        ([, , state]) => state !== 'read',
      );
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
        expect((await stored(source)).dags.map(({ dagId }) => dagId)).toEqual(
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
    const upstream = await source.airflow('3.3.2');
    await source.read();
    const before = (await source.world.inventory.dags()).length;
    upstream.state.deleteDag(prodDataDags[0].dagId);
    upstream.faults.add({
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
    const upstream = await source.airflow('3.3.2');
    await source.read();
    const before = (await source.world.inventory.dags()).length;
    upstream.state.deleteDag(prodDataDags[0].dagId);
    upstream.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'count', total },
    });
    await source.read();
    expect(await source.world.inventory.dags()).toHaveLength(before - 1);
  });

  it('shows a clock that is more than a minute off', async () => {
    const upstream = await source.airflow('3.3.2', prodDataDags.slice(0, 1));
    await source.read();
    const clock = async () =>
      (await source.status()).parts.find(({ name }) => name === 'clock');
    expect(await clock()).toBeUndefined();
    upstream.faults.add({
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
