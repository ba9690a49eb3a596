import {
  defaultMesh,
  legacyMesh,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import { eventually } from './__testUtils__/eventually';
import { airflowAuth as auth, Portal } from './__testUtils__/Portal';

jest.setTimeout(600_000);

describe('the demo company in a real catalog', () => {
  let portal: Portal;

  beforeAll(async () => {
    // Fast, so that a test sees a change within seconds.
    const schedule = { frequency: { seconds: 2 }, timeout: { seconds: 30 } };
    portal = await Portal.start({
      meshes: [defaultMesh, legacyMesh],
      configure: ({ airflow: baseUrl, kuma }) => ({
        dependencies: { defaultMesh: 'default' },
        airflow: {
          instances: {
            'prod-data': { title: 'Production data', baseUrl, auth, schedule },
            misconfigured: { title: 'No URL' },
          },
        },
        kuma: { controlPlanes: { eu: { baseUrl: kuma } } },
      }),
    });
  });

  afterAll(() => portal?.stop());

  const listed = prodDataDags.filter(dag => !dag.isStale);

  it('has an entity for each DAG and service, stitched and related', async () => {
    await eventually(async () => {
      const dags = await portal.entities('spec.type=airflow-dag');
      expect(dags.size).toBe(listed.length);
      const raw = [...dags.values()].map(
        entity => entity.metadata.annotations?.['airflow.apache.org/dag-id'],
      );
      expect(raw.sort()).toEqual(listed.map(({ dagId }) => dagId).sort());
    });
    await eventually(async () => {
      const services = await portal.entities('spec.type=kuma-service');
      expect(services.size).toBeGreaterThan(
        defaultMesh.services.length + legacyMesh.services.length - 1,
      );
      expect(
        (await portal.entities('spec.type=kuma-external-service')).size,
      ).toBe(defaultMesh.externalServices.length);
      expect(
        [...(await portal.entities('spec.type=kuma-mesh')).keys()].sort(),
      ).toEqual(['resource:default/eu.default', 'resource:default/eu.legacy']);
    });
    const calling = listed.find(dag =>
      dag.tags?.some(tag => tag.startsWith('calls:')),
    )!;
    await eventually(async () => {
      const found = [
        ...(
          await portal.entities(
            `metadata.annotations.airflow.apache.org/dag-id=${calling.dagId}`,
          )
        ).values(),
      ];
      expect(found).toHaveLength(1);
      const relations = found[0].relations!.map(({ type }) => type);
      expect(relations).toEqual(
        expect.arrayContaining(['dependsOn', 'ownedBy', 'partOf']),
      );
    });
  });

  it('changes only what changed', async () => {
    const before = await portal.entities('spec.type=airflow-dag');
    const [first, second] = listed;
    portal.airflow.state.editDag(first.dagId, { description: 'Something new' });
    portal.airflow.state.deleteDag(second.dagId);
    await eventually(async () => {
      const after = await portal.entities('spec.type=airflow-dag');
      expect(after.size).toBe(before.size - 1);
      const changed = [...after].filter(
        ([ref, { metadata }]) =>
          metadata.etag !== before.get(ref)!.metadata.etag,
      );
      expect(changed.map(([_, { metadata }]) => metadata.description)).toEqual([
        'Something new',
      ]);
    });
  });

  it('loses nothing while an upstream is gone', async () => {
    const before = await portal.entities('spec.type=airflow-dag');
    portal.airflow.restart(60_000);
    await eventually(async () => {
      expect(await portal.source('prod-data')).toMatchObject({
        state: 'stale',
      });
    });
    await portal.turn();
    expect([
      ...(await portal.entities('spec.type=airflow-dag')).keys(),
    ]).toEqual([...before.keys()]);
  });
});
