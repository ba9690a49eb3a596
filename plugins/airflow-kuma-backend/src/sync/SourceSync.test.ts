import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AirflowStandIn,
  defaultMesh,
  Fault,
  FaultRule,
  KumaStandIn,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { HumanDuration } from '@backstage/types';
import { Knex } from 'knex';
import { migrated } from '../access/__testUtils__/databases';
import { createWorld, World } from './__testUtils__/world';

jest.setTimeout(120_000);

describe('a source that fails', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let airflow: AirflowStandIn;
  let kuma: KumaStandIn;
  let knex: Knex;
  let world: World;

  const configOf = (timeout: HumanDuration) => ({
    airflow: {
      instances: {
        prod: {
          baseUrl: airflow.url,
          auth: { type: 'password', username: 'viewer', password: 'viewer' },
          timeout,
        },
      },
    },
    kuma: { controlPlanes: { eu: { baseUrl: kuma.url, timeout } } },
  });

  beforeEach(async () => {
    airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
    });
    kuma = await startKumaStandIn({ version: '2.14.3', meshes: [defaultMesh] });
    knex = await migrated(databases, 'SQLITE_3');
    world = await createWorld(knex, configOf({ seconds: 30 }));
    await world.read('prod');
    await world.read('eu');
  });

  afterEach(async () => {
    await Promise.all([airflow.stop(), kuma.stop()]);
  });

  const everything = async () => ({
    dags: await world.inventory.dags(),
    services: await world.inventory.services(),
    meshes: await world.inventory.meshes(),
    snapshot: await world.inventory.meshSnapshot({
      controlPlane: 'eu',
      mesh: 'default',
    }),
  });

  const faults: [string, Fault][] = [
    ['is slow past the timeout', { kind: 'latency', milliseconds: 2_000 }],
    ['refuses the credentials', { kind: 'status', status: 401 }],
    ['has too many requests', { kind: 'status', status: 429 }],
    ['has an error', { kind: 'status', status: 500 }],
    ['answers half', { kind: 'truncated' }],
    ['answers no JSON', { kind: 'garbage-json' }],
    ['answers 10 MB of garbage', { kind: 'garbage', bytes: 10_000_000 }],
    ['is a proxy with an error page', { kind: 'html-page' }],
    ['hangs up', { kind: 'reset' }],
  ];
  // What everything else rests on; all other lists are parts.
  const wholly: ['prod' | 'eu', FaultRule['path']][] = [
    ['prod', /^\/api\/v2\/dags\?/],
    ['eu', /^\/meshes(\?|$)/],
  ];
  const cases = wholly.flatMap(([source, path]) =>
    faults.map(([what, fault]) => [source, what, path, fault] as const),
  );

  it.each(cases)(
    'keeps everything when %s %s',
    async (source, _what, path, fault) => {
      const before = await everything();
      expect(before.dags.length).toBeGreaterThan(30);
      expect(before.services.length).toBeGreaterThan(30);
      const revision = await world.inventory.revision();
      const upstream = source === 'prod' ? airflow : kuma;
      const stop = upstream.faults.add({ path, fault });
      if (fault.kind === 'latency') {
        world = await createWorld(knex, configOf({ milliseconds: 300 }));
      }
      await world.read(source);
      await world.read(source);
      expect(await everything()).toEqual(before);
      expect(await world.inventory.revision()).toBe(revision);
      const status = await world.status(source);
      expect(status).toMatchObject({
        state: 'stale',
        error: expect.any(String),
      });
      // Once for the change of state, not once per read.
      expect(world.warnings()).toHaveLength(1);
      stop();
      world = await createWorld(knex, configOf({ seconds: 30 }));
      await world.read(source);
      expect(await world.status(source)).toMatchObject({
        state: 'ok',
        error: undefined,
      });
      expect(await everything()).toEqual(before);
    },
  );

  it.each(['prod', 'eu'] as const)(
    'holds back a sudden drop of %s until it repeats',
    async source => {
      const before = await everything();
      const left = 10;
      for (const { dagId } of before.dags.slice(left)) {
        airflow.state.deleteDag(dagId);
      }
      for (const { kind, mesh, name } of before.services.slice(left)) {
        kuma.state.deleteDirectly(kind, mesh, name);
      }
      await world.read(source);
      expect(await everything()).toEqual(before);
      expect((await world.status(source)).heldBack).toMatchObject(
        source === 'prod'
          ? { what: 'dags', from: before.dags.length, to: left }
          : { what: 'services', from: before.services.length, to: left },
      );
      expect(world.warnings()).toHaveLength(1);
      await world.read(source);
      const after = await everything();
      expect(after[source === 'prod' ? 'dags' : 'services']).toHaveLength(left);
      expect((await world.status(source)).heldBack).toBeUndefined();
    },
  );

  it('waits an hour before it takes a total loss for true', async () => {
    const before = await everything();
    for (const { dagId } of before.dags) airflow.state.deleteDag(dagId);
    await world.read('prod');
    const { since, until } = (await world.status('prod')).heldBack!;
    expect(Date.parse(until!) - Date.parse(since)).toBe(60 * 60_000);
    for (let read = 0; read < 5; read++) await world.read('prod', 10 * 60_000);
    expect(await everything()).toEqual(before);
    expect(world.warnings()).toHaveLength(1);
    await world.read('prod', 10 * 60_000);
    expect(await world.inventory.dags()).toEqual([]);
    expect((await world.status('prod')).heldBack).toBeUndefined();
  });

  it('forgets a drop that does not repeat', async () => {
    const before = await everything();
    const path = '/api/v2/dags';
    const stops = [1, 2].map(() =>
      airflow.faults.add({ path, fault: { kind: 'half-missing' } }),
    );
    await world.read('prod');
    for (const stop of stops) stop();
    await world.read('prod');
    expect(await everything()).toEqual(before);
    expect((await world.status('prod')).heldBack).toBeUndefined();
  });

  it('lets a confirmed drop through', async () => {
    const reference = { kind: 'airflow', name: 'prod' } as const;
    await expect(world.control.confirm(reference)).rejects.toThrow(
      'Nothing of prod is held back',
    );
    for (const dag of [...airflow.state.dags.keys()].slice(3)) {
      airflow.state.deleteDag(dag);
    }
    await world.read('prod');
    expect((await world.status('prod')).heldBack?.to).toBeLessThanOrEqual(3);
    await world.control.confirm(reference);
    expect(await world.sourceStore.get(reference)).toMatchObject({
      confirmed: true,
      refresh: true,
    });
    await world.read('prod', 1_000);
    expect((await world.inventory.dags()).length).toBeLessThanOrEqual(3);
    expect(await world.sourceStore.get(reference)).toMatchObject({
      confirmed: false,
      refresh: false,
    });
  });

  it('skips one invalid item, says so once, and keeps what it had of it', async () => {
    const before = await world.inventory.dags();
    airflow.faults.add({
      path: /^\/api\/v2\/dags\?/,
      fault: { kind: 'missing-field', field: 'is_paused' },
    });
    await world.read('prod');
    await world.read('prod');
    expect(await world.inventory.dags()).toEqual(before);
    const status = await world.status('prod');
    expect(status.state).toBe('ok');
    expect(status.skipped).toEqual([
      {
        item: expect.any(String),
        reason: expect.stringContaining('is_paused'),
      },
    ]);
    expect(world.warnings()).toHaveLength(1);
  });

  it.each([
    ['prod', '/api/v2/dags'],
    ['eu', '/meshes'],
  ] as const)(
    'takes words nobody has seen yet from %s',
    async (source, path) => {
      const before = await world.inventory.dags();
      const upstream = source === 'prod' ? airflow : kuma;
      upstream.faults.add({ path, fault: { kind: 'unknown-enums' } });
      await world.read(source);
      expect((await world.status(source)).heldBack).toBeUndefined();
      expect((await world.inventory.dags()).map(({ dagId }) => dagId)).toEqual(
        before.map(({ dagId }) => dagId),
      );
    },
  );

  it('keeps everything while the source is stopped, and after wrong credentials', async () => {
    const before = await everything();
    await airflow.stop();
    await world.read('prod');
    expect(await everything()).toEqual(before);
    expect((await world.status('prod')).error).toMatch(/could not connect/);
  });

  it('never shows a credential', async () => {
    airflow.forgetTokens();
    airflow.faults.add({
      path: '/auth',
      fault: { kind: 'status', status: 401 },
    });
    await world.read('prod');
    const status = JSON.stringify(await world.status('prod'));
    expect(status).toMatch(/credentials were refused/);
    expect(status).not.toMatch(/password":|viewer/);
  });

  it('tells of a past instant between which reads it lies, and whether it could be read', async () => {
    const at = () => world.time.now.toISOString();
    const statusAt = async (asOf: string) =>
      (await world.inventory.sources({ asOf })).find(
        ({ name }) => name === 'eu',
      )!;
    const later = (time: string, milliseconds: number) =>
      new Date(Date.parse(time) + milliseconds).toISOString();

    const first = at();
    await world.read('eu', 10_000);
    const same = at();
    kuma.state.deleteDirectly(
      'MeshTrafficPermission',
      'default',
      'ledger-from-finance',
    );
    await world.read('eu', 10_000);
    const changed = at();
    const stop = kuma.faults.add({
      path: /^\/meshes/,
      fault: { kind: 'status', status: 500 },
    });
    await world.read('eu', 10_000);
    const failed = at();
    stop();
    await world.read('eu', 10_000);
    const back = at();

    expect(await statusAt(later(first, 4_000))).toMatchObject({ state: 'ok' });
    expect((await statusAt(later(first, 4_000))).readsAround).toBeUndefined();
    expect(await statusAt(later(same, 4_000))).toMatchObject({
      state: 'ok',
      readsAround: { before: same, after: changed },
    });
    expect(await statusAt(later(failed, 4_000))).toMatchObject({
      state: 'stale',
      lastSuccess: changed,
      readsAround: { before: changed, after: back },
    });
    expect(await statusAt(later(back, 4_000))).toMatchObject({ state: 'ok' });
  });
});

describe('a source with a mistake in its config', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('says which key is wrong, and stops no other', async () => {
    const world = await createWorld(await migrated(databases, 'SQLITE_3'), {
      airflow: {
        instances: {
          noUrl: { auth: { type: 'none' } },
          badRule: {
            baseUrl: 'https://a.example.com',
            owners: { rules: [{ owner: '(', entityRef: 'x' }] },
          },
          badSchedule: {
            baseUrl: 'https://a.example.com',
            schedule: { frequency: { cron: '* * * * *' }, timeout: '1m' },
          },
          fine: { baseUrl: 'https://a.example.com' },
        },
      },
    });
    const statuses = await world.inventory.sources();
    expect(
      statuses.map(({ name, state, error }) => [name, state, error]),
    ).toEqual([
      [
        'noUrl',
        'misconfigured',
        expect.stringContaining('airflow.instances.noUrl.baseUrl'),
      ],
      [
        'badRule',
        'misconfigured',
        expect.stringContaining(
          'airflow.instances.badRule.owners.rules[0].owner',
        ),
      ],
      [
        'badSchedule',
        'misconfigured',
        expect.stringContaining(
          'airflow.instances.badSchedule.schedule.frequency',
        ),
      ],
      ['fine', 'never', undefined],
    ]);
  });
});
