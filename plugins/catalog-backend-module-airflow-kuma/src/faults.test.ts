import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import airflowKumaPlugin from '@airflow-kuma/backstage-plugin-airflow-kuma-backend';
import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowStandIn,
  defaultMesh,
  demoUsers,
  Fault,
  KumaStandIn,
  prodDataDags,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import request from 'supertest';
import { catalogModuleAirflowKuma } from './module';

jest.setTimeout(180_000);

/** More than a turn of the module. */
const A_TURN = 6_000;

describe('faults of upstreams, seen from a real catalog', () => {
  let airflow: AirflowStandIn;
  let kuma: KumaStandIn;
  let backend: TestBackend;

  beforeAll(async () => {
    airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
      users: demoUsers,
    });
    kuma = await startKumaStandIn({ version: '2.14.3', meshes: [defaultMesh] });
    const auth = {
      type: 'password',
      username: 'portal',
      password: 'demo-portal',
    };
    const often = { frequency: { seconds: 2 }, timeout: { seconds: 30 } };
    const timeout = { seconds: 2 };
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
              airflow: {
                instances: {
                  often: {
                    baseUrl: airflow.url,
                    auth,
                    timeout,
                    schedule: often,
                  },
                  // Read when asked to, so that a test has time to look.
                  seldom: {
                    baseUrl: airflow.url,
                    auth,
                    schedule: {
                      frequency: { hours: 1 },
                      timeout: { minutes: 1 },
                    },
                  },
                },
              },
              kuma: {
                controlPlanes: {
                  eu: { baseUrl: kuma.url, timeout, schedule: often },
                },
              },
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await Promise.all([airflow?.stop(), kuma?.stop()]);
  });

  const listed = prodDataDags.filter(dag => !dag.isStale);

  /** Etags by ref: another etag is another entity. */
  async function etags(filter: string): Promise<Map<string, string>> {
    const { body } = await request(backend.server).get(
      `/api/catalog/entities${filter}`,
    );
    return new Map(
      body.map((entity: Entity) => [
        stringifyEntityRef(entity),
        entity.metadata.etag,
      ]),
    );
  }

  const everything = () => etags('');
  const dagsOf = (instance: string) =>
    etags(
      `?filter=spec.type=airflow-dag,metadata.annotations.airflow.apache.org/instance=${instance}`,
    );

  async function source(name: string): Promise<SourceStatus> {
    const { body } = await request(backend.server).get(
      '/api/airflow-kuma/sources',
    );
    return body.items.find((item: SourceStatus) => item.name === name);
  }

  async function steer(what: 'refresh' | 'confirm') {
    await request(backend.server)
      .post(`/api/airflow-kuma/sources/airflow/seldom/${what}`)
      .expect(204);
  }

  async function settled(): Promise<Map<string, string>> {
    for (;;) {
      const before = await everything();
      await sleep(2_000);
      const after = await everything();
      if (JSON.stringify([...before]) === JSON.stringify([...after])) {
        return after;
      }
    }
  }

  it('has an entity for everything at first', async () => {
    await eventually(async () => {
      expect([...(await everything()).keys()]).toContain(
        'resource:default/eu.default',
      );
      for (const instance of ['often', 'seldom']) {
        expect((await dagsOf(instance)).size).toBe(listed.length);
      }
    });
  });

  it.each<[string, Fault]>([
    ['are slow past the timeout', { kind: 'latency', milliseconds: 5_000 }],
    ['answer 10 MB of nonsense', { kind: 'garbage', bytes: 10_000_000 }],
    ['hide behind a page of a proxy', { kind: 'html-page' }],
    ['fail', { kind: 'status', status: 500 }],
  ])('removes and changes nothing while upstreams %s', async (_, fault) => {
    const before = await settled();
    const stops = [airflow, kuma].map(upstream =>
      upstream.faults.add({ path: '/', fault }),
    );
    await eventually(async () => {
      for (const name of ['often', 'eu']) {
        expect(await source(name)).toMatchObject({
          state: 'stale',
          error: expect.any(String),
        });
      }
    });
    await sleep(A_TURN);
    expect(await everything()).toEqual(before);
    for (const stop of stops) stop();
    await eventually(async () => {
      for (const name of ['often', 'eu']) {
        expect(await source(name)).toMatchObject({ state: 'ok' });
      }
    });
    expect(await everything()).toEqual(before);
  });

  it('holds back that more than half is missing, until an admin confirms it', async () => {
    await settled();
    const before = await dagsOf('seldom');
    for (const { dagId } of listed.slice(3)) airflow.state.deleteDag(dagId);
    await steer('refresh');
    await eventually(async () => {
      expect((await source('seldom')).heldBack).toMatchObject({
        what: 'dags',
        from: listed.length,
        to: 3,
      });
    });
    await sleep(A_TURN);
    expect(await dagsOf('seldom')).toEqual(before);
    await steer('confirm');
    await eventually(async () => {
      expect((await dagsOf('seldom')).size).toBe(3);
      expect((await source('seldom')).heldBack).toBeUndefined();
    });
  });

  it('lets it through where it repeats by itself', async () => {
    await eventually(async () => {
      expect((await dagsOf('often')).size).toBe(3);
    });
  });
});

async function eventually(check: () => Promise<void>) {
  const until = Date.now() + 90_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(500);
    }
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
