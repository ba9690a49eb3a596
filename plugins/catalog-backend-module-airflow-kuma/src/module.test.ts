import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import airflowKumaPlugin from '@airflow-kuma/backstage-plugin-airflow-kuma-backend';
import {
  AirflowStandIn,
  defaultMesh,
  demoUsers,
  KumaStandIn,
  legacyMesh,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import request from 'supertest';
import { catalogModuleAirflowKuma } from './module';

jest.setTimeout(120_000);

describe('the demo company in a real catalog', () => {
  let airflow: AirflowStandIn;
  let kuma: KumaStandIn;
  let backend: TestBackend;

  beforeAll(async () => {
    airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
      users: demoUsers,
    });
    kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [defaultMesh, legacyMesh],
    });
    backend = await startTestBackend({
      features: [
        catalogPlugin,
        airflowKumaPlugin,
        catalogModuleAirflowKuma,
        // The mock runs each task once; this is about what happens over time.
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            catalog: { processingInterval: { hours: 1 } },
            airflowKuma: {
              dependencies: { defaultMesh: 'default' },
              airflow: {
                instances: {
                  'prod-data': {
                    title: 'Production data',
                    baseUrl: airflow.url,
                    auth: {
                      type: 'password',
                      username: 'portal',
                      password: 'demo-portal',
                    },
                    // Fast, so that a test sees a change within seconds.
                    schedule: {
                      frequency: { seconds: 2 },
                      timeout: { seconds: 30 },
                    },
                  },
                  misconfigured: { title: 'No URL' },
                },
              },
              kuma: { controlPlanes: { eu: { baseUrl: kuma.url } } },
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await Promise.all([airflow.stop(), kuma.stop()]);
  });

  async function entities(filter: string): Promise<Map<string, Entity>> {
    const { body } = await request(backend.server).get(
      `/api/catalog/entities?filter=${encodeURIComponent(filter)}`,
    );
    return new Map(
      body.map((entity: Entity) => [stringifyEntityRef(entity), entity]),
    );
  }

  async function eventually(check: () => Promise<void>) {
    const until = Date.now() + 60_000;
    for (;;) {
      try {
        await check();
        return;
      } catch (error) {
        if (Date.now() > until) throw error;
        await new Promise(resolve => setTimeout(resolve, 500));
      }
    }
  }

  const listed = prodDataDags.filter(dag => !dag.isStale);

  it('has an entity for each DAG and service, stitched and related', async () => {
    await eventually(async () => {
      const dags = await entities('spec.type=airflow-dag');
      expect(dags.size).toBe(listed.length);
      const raw = [...dags.values()].map(
        entity => entity.metadata.annotations?.['airflow.apache.org/dag-id'],
      );
      expect(raw.sort()).toEqual(listed.map(({ dagId }) => dagId).sort());
    });
    await eventually(async () => {
      const services = await entities('spec.type=kuma-service');
      expect(services.size).toBeGreaterThan(
        defaultMesh.services.length + legacyMesh.services.length - 1,
      );
      expect((await entities('spec.type=kuma-external-service')).size).toBe(
        defaultMesh.externalServices.length,
      );
      expect([...(await entities('spec.type=kuma-mesh')).keys()].sort()).toEqual(
        ['resource:default/eu.default', 'resource:default/eu.legacy'],
      );
    });
    const calling = listed.find(dag =>
      dag.tags?.some(tag => tag.startsWith('calls:')),
    )!;
    await eventually(async () => {
      const found = [
        ...(await entities(
          `metadata.annotations.airflow.apache.org/dag-id=${calling.dagId}`,
        )).values(),
      ];
      expect(found).toHaveLength(1);
      const relations = found[0].relations!.map(({ type }) => type);
      expect(relations).toEqual(
        expect.arrayContaining(['dependsOn', 'ownedBy', 'partOf']),
      );
    });
  });

  it('changes only what changed', async () => {
    const before = await entities('spec.type=airflow-dag');
    const [first, second] = listed;
    airflow.state.editDag(first.dagId, { description: 'Something new' });
    airflow.state.deleteDag(second.dagId);
    await eventually(async () => {
      const after = await entities('spec.type=airflow-dag');
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
    const before = await entities('spec.type=airflow-dag');
    airflow.restart(60_000);
    await eventually(async () => {
      const { body } = await request(backend.server).get(
        '/api/airflow-kuma/sources',
      );
      expect(body.items[0]).toMatchObject({ state: 'stale' });
    });
    // More than a turn of the module.
    await new Promise(resolve => setTimeout(resolve, 6_000));
    expect([...(await entities('spec.type=airflow-dag')).keys()]).toEqual([
      ...before.keys(),
    ]);
  });
});
