import { SourcePart } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AirflowStandIn,
  AirflowVersion,
  defaultMesh,
  KumaStandIn,
  KumaVersion,
  legacyMesh,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { migrated } from '../access/__testUtils__/databases';
import { createWorld, World } from './__testUtils__/world';

jest.setTimeout(60_000);

/** What was read is shown, merged with another, or left out for a reason. */
describe('the counts of a source', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let upstream: AirflowStandIn | KumaStandIn;
  let world: World;

  afterEach(async () => {
    await upstream.stop();
  });

  const partNamed = async (name: string): Promise<SourcePart> =>
    (await world.status('source')).parts.find(part => part.name === name)!;

  const sumOf = ({ counts }: SourcePart) =>
    counts!.shown +
    counts!.merged +
    counts!.leftOut.reduce((sum, { count }) => sum + count, 0);

  it.each<[AirflowVersion]>([['3.3.2'], ['3.0.6'], ['2.11.2']])(
    'add up for the DAGs of Airflow %s',
    async version => {
      const airflow = await startAirflowStandIn({
        version,
        dags: [
          ...prodDataDags,
          { dagId: 'gone', owners: [], isStale: true, tasks: [] },
        ],
      });
      upstream = airflow;
      world = await createWorld(await migrated(databases, 'SQLITE_3'), {
        airflow: {
          instances: {
            source: {
              baseUrl: airflow.url,
              filter: { tags: ['env:prod'] },
              auth: {
                type: version === '2.11.2' ? 'basic' : 'password',
                username: 'viewer',
                password: 'viewer',
              },
            },
          },
        },
      });
      airflow.faults.add({
        path: /^\/api\/v[12]\/dags\?/,
        fault: { kind: 'missing-field', field: 'dag_id' },
      });
      await world.read('source');
      const part = await partNamed('DAGs');
      expect(part.counts!.read).toBe(airflow.state.dags.size);
      expect(part.counts!.shown).toBe((await world.inventory.dags()).length);
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
      const meshes =
        version === '2.14.3' ? [defaultMesh, legacyMesh] : [defaultMesh];
      const kuma = await startKumaStandIn({ version, meshes });
      upstream = kuma;
      const isLegacy = version === '2.14.3';
      if (isLegacy) {
        for (const name of ['bank-1', 'bank-2']) {
          kuma.state.applyDirectly(external(name, 'bank'));
        }
      }
      world = await createWorld(await migrated(databases, 'SQLITE_3'), {
        kuma: {
          controlPlanes: {
            source: { baseUrl: kuma.url, ...(only && { meshes: only }) },
          },
        },
      });
      await world.read('source');
      const { parts } = await world.status('source');
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

      const services = await world.inventory.services();
      const shown = (kind: string) =>
        services.filter(service => service.kind === kind).length;
      for (const kind of ['MeshService', 'MeshExternalService']) {
        expect((await partNamed(kind)).counts!.shown).toBe(shown(kind));
      }
      const proxies = await world.inventory.proxyRecords();
      expect((await partNamed('Dataplane')).counts!.shown).toBe(proxies.length);
      if (!isLegacy) return;
      const bank = services.filter(({ name }) => name === 'bank');
      expect(bank).toMatchObject([
        { addresses: ['bank-1.example.com:443', 'bank-2.example.com:443'] },
      ]);
      expect((await partNamed('ExternalService')).counts!.merged).toBe(1);
    },
  );
});
