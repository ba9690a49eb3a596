import { defaultMesh, Fault, prodDataDags } from '@airflow-kuma/demo-upstreams';
import request from 'supertest';
import { eventually } from './__testUtils__/eventually';
import { airflowAuth as auth, Portal } from './__testUtils__/Portal';

jest.setTimeout(600_000);

describe('faults of upstreams, seen from a real catalog', () => {
  let portal: Portal;

  beforeAll(async () => {
    const often = { frequency: { seconds: 2 }, timeout: { seconds: 30 } };
    const timeout = { seconds: 2 };
    // Read when asked to, so that a test has time to look.
    const seldom = { frequency: { hours: 1 }, timeout: { minutes: 1 } };
    portal = await Portal.start({
      meshes: [defaultMesh],
      configure: ({ airflow: baseUrl, kuma }) => ({
        airflow: {
          instances: {
            often: { baseUrl, auth, timeout, schedule: often },
            seldom: { baseUrl, auth, schedule: seldom },
          },
        },
        kuma: {
          controlPlanes: { eu: { baseUrl: kuma, timeout, schedule: often } },
        },
      }),
    });
  });

  afterAll(() => portal?.stop());

  const listed = prodDataDags.filter(dag => !dag.isStale);

  /** Etags by ref: another etag is another entity. */
  async function etags(filter?: string): Promise<Map<string, unknown>> {
    const found = await portal.entities(filter);
    return new Map(
      [...found].map(([ref, { metadata }]) => [ref, metadata.etag]),
    );
  }

  const everything = () => etags();
  const dagsOf = (instance: string) =>
    etags(
      `spec.type=airflow-dag,metadata.annotations.airflow.apache.org/instance=${instance}`,
    );

  async function steer(what: 'refresh' | 'confirm') {
    await request(portal.backend.server)
      .post(`/api/airflow-kuma/sources/airflow/seldom/${what}`)
      .expect(204);
  }

  async function settled(): Promise<Map<string, unknown>> {
    for (;;) {
      const before = await everything();
      await portal.turn();
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
    const stops = [portal.airflow, portal.kuma].map(upstream =>
      upstream.faults.add({ path: '/', fault }),
    );
    await eventually(async () => {
      for (const name of ['often', 'eu']) {
        expect(await portal.source(name)).toMatchObject({
          state: 'stale',
          error: expect.any(String),
        });
      }
    });
    await portal.turn();
    expect(await everything()).toEqual(before);
    for (const stop of stops) stop();
    await eventually(async () => {
      for (const name of ['often', 'eu']) {
        expect(await portal.source(name)).toMatchObject({ state: 'ok' });
      }
    });
    expect(await everything()).toEqual(before);
  });

  // Less than a tenth left would be a total loss, which waits an hour.
  const LEFT = 6;

  it('holds back that more than half is missing, until an admin confirms it', async () => {
    await settled();
    const before = await dagsOf('seldom');
    for (const { dagId } of listed.slice(LEFT))
      portal.airflow.state.deleteDag(dagId);
    await steer('refresh');
    await eventually(async () => {
      expect((await portal.source('seldom')).heldBack).toMatchObject({
        what: 'dags',
        from: listed.length,
        to: LEFT,
      });
    });
    await portal.turn();
    expect(await dagsOf('seldom')).toEqual(before);
    await steer('confirm');
    await eventually(async () => {
      expect((await dagsOf('seldom')).size).toBe(LEFT);
      expect((await portal.source('seldom')).heldBack).toBeUndefined();
    });
  });

  it('lets it through where it repeats by itself', async () => {
    await eventually(async () => {
      expect((await dagsOf('often')).size).toBe(LEFT);
    });
  });
});
