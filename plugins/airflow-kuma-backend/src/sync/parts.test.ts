import { partUse } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { prodDataDags } from '@airflow-kuma/demo-upstreams';
import { airflow, ALL_PARTS, kuma, TIMEOUT } from './__testUtils__/allParts';
import { expectAlone, FAULTS, SLOW, stored } from './__testUtils__/expectAlone';
import { setUpSource } from './__testUtils__/setUpSource';
import { DagFact } from './InventoryReader';

jest.setTimeout(120_000);

describe('the parts of a source', () => {
  const source = setUpSource();

  const detailParts: [string, RegExp, (dag: DagFact) => boolean][] = [
    ['details of DAGs', /dags\/[^~]+\/details/, dag => dag.tasks.length > 0],
    ['tasks of DAGs', /dags\/[^~]+\/tasks/, dag => dag.tasks.length > 0],
    ['runs of new DAGs', /dags\/[^~]+\/dagRuns/, () => true],
  ];

  it.each(ALL_PARTS)(
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
      const known = ALL_PARTS.filter(([, of]) => of === version).map(
        ([, , name]) => name,
      );
      expect(new Set(parts.map(({ name }) => name))).toEqual(
        new Set([...known, ...more]),
      );
      for (const part of parts) expect(partUse(part)).toBeDefined();
    },
  );

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

  it.each<[string, number | null | 'absent']>([
    ['no count', null],
    ['its count left out', 'absent'],
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
