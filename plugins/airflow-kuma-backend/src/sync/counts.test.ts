import {
  AirflowVersion,
  KumaVersion,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import {
  airflowConfig,
  kumaConfig,
  setUpSource,
  SOURCE,
  sumOf,
} from './__testUtils__/setUpSource';
import {
  itemsOf,
  keyOf,
  recordingsOf,
  startReplay,
} from './__testUtils__/startReplay';

jest.setTimeout(60_000);

/** What was read is shown, merged with another, or left out for a reason. */
describe('the counts of a source', () => {
  const source = setUpSource();

  it.each<[AirflowVersion]>([['3.3.2'], ['3.0.6'], ['2.11.2']])(
    'add up for the DAGs of Airflow %s',
    async version => {
      const airflow = await source.airflow(
        version,
        [
          ...prodDataDags,
          { dagId: 'gone', owners: [], isStale: true, tasks: [] },
        ],
        { filter: { tags: ['env:prod'] } },
      );
      airflow.faults.add({
        path: /^\/api\/v[12]\/dags\?/,
        fault: { kind: 'missing-field', field: 'dag_id' },
      });
      await source.read();
      const part = await source.part('DAGs');
      expect(part.counts!.read).toBe(airflow.state.dags.size);
      expect(part.counts!.shown).toBe(
        (await source.world.inventory.dags()).length,
      );
      expect(sumOf(part)).toBe(part.counts!.read);
      expect(part.counts!.leftOut.map(({ reason }) => reason)).toEqual(
        expect.arrayContaining([
          expect.stringContaining('dag_id'),
          expect.stringContaining('filter.excludeStale'),
          'left out by filter.tags',
        ]),
      );
    },
  );

  const external = (name: string, service: string) => ({
    type: 'ExternalService',
    mesh: 'legacy',
    name,
    creationTime: '2026-01-01T00:00:00Z',
    modificationTime: '2026-01-01T00:00:00Z',
    networking: { address: `${name}.example.com:443` },
    tags: { 'kuma.io/service': service, 'kuma.io/protocol': 'http' },
  });

  it.each<[KumaVersion, string[] | undefined]>([
    ['2.14.3', undefined],
    ['2.14.3', ['legacy']],
    ['3.0.0-preview', undefined],
  ])(
    'add up for the resources of Kuma %s, meshes %p',
    async (version, only) => {
      const kuma = await source.kuma(version, only && { meshes: only });
      const isLegacy = version === '2.14.3';
      if (isLegacy) {
        for (const name of ['bank-1', 'bank-2']) {
          kuma.state.applyDirectly(external(name, 'bank'));
        }
      }
      await source.read();
      const { parts } = await source.status();
      const { resources } = (await fetch(`${kuma.url}/_resources`).then(
        answer => answer.json(),
      )) as { resources: { name: string; path: string }[] };
      let told = 0;
      for (const part of parts) {
        const kind = resources.find(({ name }) => name === part.name);
        if (!kind) continue;
        const path = part.name === 'Dataplane' ? 'dataplanes' : kind.path;
        const { total } = (await fetch(`${kuma.url}/${path}`).then(answer =>
          answer.json(),
        )) as { total: number };
        expect([part.name, part.counts!.read]).toEqual([part.name, total]);
        expect([part.name, sumOf(part)]).toEqual([part.name, total]);
        told += total;
      }
      expect(told).toBeGreaterThan(50);

      const services = await source.world.inventory.services();
      const shown = (kind: string) =>
        services.filter(service => service.kind === kind).length;
      // Whatever the control plane counts as a service is shown.
      const insights = (await source.part('ServiceInsight')).counts!;
      expect(insights).toMatchObject({ merged: 0, leftOut: [] });
      expect(insights.shown).toBe(shown('ServiceTag'));
      for (const kind of ['MeshService', 'MeshExternalService']) {
        expect((await source.part(kind)).counts!.shown).toBe(shown(kind));
      }
      const proxies = await source.world.inventory.proxyRecords();
      expect((await source.part('Dataplane')).counts!.shown).toBe(
        proxies.length,
      );
      if (!isLegacy) return;
      const bank = services.filter(({ name }) => name === 'bank');
      expect(bank).toMatchObject([
        { addresses: ['bank-1.example.com:443', 'bank-2.example.com:443'] },
      ]);
      expect((await source.part('ExternalService')).counts!.merged).toBe(1);
    },
  );

  /** Last parts of paths, and the kind of which they are. */
  const KINDS: Record<string, string> = {
    meshes: 'Mesh',
    'dataplanes/_overview': 'Dataplane',
    meshservices: 'MeshService',
    meshmultizoneservices: 'MeshMultiZoneService',
    meshexternalservices: 'MeshExternalService',
    'external-services': 'ExternalService',
    meshidentities: 'MeshIdentity',
    meshtrusts: 'MeshTrust',
    meshtlses: 'MeshTLS',
    meshtraces: 'MeshTrace',
    meshaccesslogs: 'MeshAccessLog',
    meshpassthroughs: 'MeshPassthrough',
    'service-insights': 'ServiceInsight',
    'zones/_overview': 'Zone',
    meshtrafficpermissions: 'MeshTrafficPermission',
    'traffic-permissions': 'TrafficPermission',
  };

  /** Paths whose items a part counts, and the name of the part. */
  const counted: Record<string, (path: string) => string | undefined> = {
    airflow: path =>
      ({
        dags: 'DAGs',
        importErrors: 'import errors',
        'dags/~/dagRuns': 'runs',
      }[path.replace(/^\/api\/v\d\//, '')]),
    kuma: path => {
      const [, , own] = /^\/(meshes\/[^/]+\/)?([^/]+(?:\/_overview)?)$/.exec(
        path,
      ) ?? [undefined, undefined, ''];
      return KINDS[own];
    },
  };

  /** What is shown of a part, where it is not stored under its name. */
  const STORED_AS: Record<string, string> = { DAGs: 'dag' };

  /** Shown with others, or kept elsewhere. */
  const UNSTORED = ['import errors', 'runs', 'ServiceInsight'];

  const recorded = [
    'airflow-2.11.2',
    'airflow-3.0.6',
    'airflow-3.3.2',
    'kuma-2.14.3',
    'kuma-3.0.0-preview',
  ].flatMap(system =>
    recordingsOf(system).flatMap(recording => {
      const part = counted[system.split('-')[0]](recording.path);
      const isRead =
        recording.method === 'GET' && itemsOf(recording.body) !== undefined;
      return part && isRead ? [{ system, part, recording }] : [];
    }),
  );

  it.each(recorded.map(each => [each.system, each.recording.file, each]))(
    'add up for the recording of %s, %s',
    async (system, _file, each) => {
      const { part: name, recording } = each as (typeof recorded)[number];
      const replay = await startReplay(
        recordingsOf(system as string),
        recording,
      );
      const [kind, version] = (system as string).split(/-(.*)/);
      await source.connect(
        replay,
        kind === 'kuma'
          ? kumaConfig(replay.url)
          : airflowConfig(replay.url, version),
      );
      await source.read();
      expect(await source.status()).toMatchObject({ state: 'ok' });
      // What the recording holds was asked for, and is all in one part.
      const given = replay.given.get(recording.path)!;
      expect([...given.keys()]).toEqual(
        expect.arrayContaining(itemsOf(recording.body)!.map(keyOf)),
      );
      const parts = (await source.partsNamed(name)).filter(
        ({ state }) => state === 'read',
      );
      const sizes = [...replay.given]
        .filter(([path]) => counted[kind](path) === name)
        .map(([, items]) => items.size);
      const told = sizes.reduce((sum, size) => sum + size, 0);
      const total = (of: (part: (typeof parts)[number]) => number) =>
        parts.reduce((sum, part) => sum + of(part), 0);
      expect(total(({ counts }) => counts!.read)).toBe(told);
      expect(total(sumOf)).toBe(told);
      const shown = await source.world.objectStore.keysOf(
        `${kind}:${SOURCE}`,
        STORED_AS[name] ?? name,
      );
      if (UNSTORED.includes(name)) return;
      expect(total(({ counts }) => counts!.shown)).toBe(shown.length);
    },
  );
});
