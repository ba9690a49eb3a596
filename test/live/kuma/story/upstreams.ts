import {
  AirflowStandIn,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { ControlPlane, LiveEnvironment, LiveMesh } from '../harness';
import { airflowMesh, standInMesh } from './airflowMesh';

/** What the portal reads and writes: a mesh, real or not, and an Airflow. */
export type Upstreams = {
  kumaUrl: string;
  airflowUrl: string;
  /** Whether a caller reaches the HTTP port of payments just now. */
  reaches(caller: string): Promise<'allow' | 'deny' | 'failed'>;
  /** The permissions in the mesh. */
  permissions(): Promise<{ name: string; creationTime: string }[]>;
  stop(): Promise<void>;
};

/** Upstreams whose control plane can go away. */
export type RealUpstreams = Upstreams & {
  stopKuma(): Promise<void>;
  /** At the same address, and with nothing of what it had. */
  startEmptyKuma(): Promise<void>;
};

const PERMISSIONS = '/meshes/default/meshtrafficpermissions';

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

/** A real control plane with real Envoys. */
export async function startRealKuma(
  environment: LiveEnvironment,
): Promise<RealUpstreams> {
  let controlPlane = await ControlPlane.start(environment);
  let live: LiveMesh;
  try {
    live = await LiveMesh.start({
      ...environment,
      ...airflowMesh,
      controlPlane,
    });
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
  const airflow = await startAirflow();
  return {
    kumaUrl: controlPlane.url,
    airflowUrl: airflow.url,
    reaches: async source => {
      const call = { source, destination: 'payments', inbound: 'http' };
      return (await live.call(call)).verdict;
    },
    permissions: () => controlPlane.list(PERMISSIONS),
    stopKuma: () => controlPlane.stop(),
    startEmptyKuma: async () => {
      const { apiPort } = controlPlane;
      controlPlane = await ControlPlane.start({ ...environment, apiPort });
    },
    stop: async () => {
      await live.stop();
      await controlPlane.stop();
      await airflow.stop();
    },
  };
}

/** The stand-in, where nothing has to be supplied. */
export async function startStandIn(): Promise<Upstreams> {
  const airflow = await startAirflow();
  const kuma = await startKumaStandIn({
    version: '2.14.3',
    meshes: [standInMesh],
  });
  const permissions = async () => {
    const response = await fetch(`${kuma.url}${PERMISSIONS}`);
    const { items } = (await response.json()) as { items: any[] };
    return items;
  };
  return {
    kumaUrl: kuma.url,
    airflowUrl: airflow.url,
    // There is no Envoy: a caller that a permission names is let in.
    reaches: async caller =>
      JSON.stringify(await permissions()).includes(`/workload/${caller}"`)
        ? 'allow'
        : 'deny',
    permissions,
    stop: async () => {
      await kuma.stop();
      await airflow.stop();
    },
  };
}
