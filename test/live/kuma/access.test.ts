import {
  AirflowStandIn,
  KumaStandIn,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { StoryMesh, tellAccessStory } from './accessStory';
import { airflowMesh, standInMesh } from './airflowMesh';
import { ControlPlane, describeLive, LiveMesh } from './harness';

/** An Airflow with one DAG that wants to call payments. */
function startAirflow(): Promise<AirflowStandIn> {
  return startAirflowStandIn({
    version: '3.3.2',
    dags: [
      {
        dagId: 'orders_etl',
        owners: ['team-orders'],
        tags: ['calls:payments:80'],
        cron: '0 * * * *',
        tasks: [{ taskId: 'pay' }],
      },
    ],
  });
}

describeLive('access on real Kuma', ({ binaries, directory }) => {
  let airflow: AirflowStandIn;
  let controlPlane: ControlPlane;
  let live: LiveMesh;

  tellAccessStory(async () => {
    airflow = await startAirflow();
    controlPlane = await ControlPlane.start({ binaries, directory });
    live = await LiveMesh.start({
      binaries,
      controlPlane,
      directory,
      ...airflowMesh,
    });
    const mesh: StoryMesh = {
      url: controlPlane.url,
      reaches: async source => {
        const call = { source, destination: 'payments', inbound: 'http' };
        return (await live.call(call)).verdict;
      },
      permissions: async () => {
        const items = await controlPlane.list(
          '/meshes/default/meshtrafficpermissions',
        );
        return items.map(({ name }) => name);
      },
    };
    return { mesh, airflow };
  });

  afterAll(async () => {
    await live?.stop();
    await controlPlane?.stop();
    await airflow?.stop();
  }, 60_000);
});

describe('access on the stand-in for Kuma', () => {
  let airflow: AirflowStandIn;
  let kuma: KumaStandIn;

  tellAccessStory(async () => {
    airflow = await startAirflow();
    kuma = await startKumaStandIn({ version: '2.14.3', meshes: [standInMesh] });
    const { url } = kuma;
    const list = async () => {
      const path = '/meshes/default/meshtrafficpermissions';
      const response = await fetch(`${url}${path}`);
      const { items } = (await response.json()) as { items: any[] };
      return items;
    };
    const mesh: StoryMesh = {
      url,
      // There is no Envoy: a caller that a permission names is let in.
      reaches: async caller =>
        JSON.stringify(await list()).includes(`/workload/${caller}"`)
          ? 'allow'
          : 'deny',
      permissions: async () => (await list()).map(({ name }) => name),
    };
    return { mesh, airflow };
  });

  afterAll(async () => {
    await kuma?.stop();
    await airflow?.stop();
  });
});
