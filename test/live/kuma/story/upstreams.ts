import {
  AirflowStandIn,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import {
  certificatesOf,
  ControlPlane,
  kumaVersion,
  LiveEnvironment,
  LiveMesh,
} from '../harness';
import { airflowMesh, standInMesh } from './airflowMesh';

/** What the portal reads and writes: a mesh, real or not, and an Airflow. */
export type Upstreams = {
  kumaUrl: string;
  airflowUrl: string;
  /** Whether a caller reaches the HTTP port of payments just now. */
  reaches(caller: string): Promise<'allow' | 'deny' | 'failed'>;
  /** The permissions in the mesh that were not there before. */
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
const LEGACY_PERMISSIONS = '/meshes/default/traffic-permissions';

/** A mesh to play in: who gives certificates, and what somebody else allowed. */
export type World = {
  certificates: 'mesh-identity' | 'mesh-ca';
  /** Policies that let airflow-billing call payments. */
  already: { path: string; policy: { name: string } }[];
};

/** Nobody may call payments yet. */
export const RULES: World = { certificates: 'mesh-identity', already: [] };

/** Somebody's `from` policy is in force on payments (2.x). */
export const FROM: World = {
  certificates: 'mesh-ca',
  already: [
    {
      path: `${PERMISSIONS}/theirs`,
      policy: {
        type: 'MeshTrafficPermission',
        mesh: 'default',
        name: 'theirs',
        spec: {
          targetRef: { kind: 'MeshService', name: 'payments' },
          from: [
            {
              targetRef: { kind: 'MeshService', name: 'airflow-billing' },
              default: { action: 'Allow' },
            },
          ],
        },
      } as { name: string },
    },
  ],
};

/** Somebody's TrafficPermission is in force on payments (2.x). */
export const LEGACY: World = {
  certificates: 'mesh-ca',
  already: [
    {
      path: `${LEGACY_PERMISSIONS}/theirs`,
      policy: {
        type: 'TrafficPermission',
        mesh: 'default',
        name: 'theirs',
        sources: [{ match: { 'kuma.io/service': 'airflow-billing' } }],
        destinations: [{ match: { 'kuma.io/service': 'payments' } }],
      } as { name: string },
    },
  ],
};

/** The first of these worlds that a version has. */
function worldOf({ binaries }: LiveEnvironment): World {
  const certificates = certificatesOf(kumaVersion(binaries));
  return certificates === RULES.certificates ? RULES : FROM;
}

/** An Airflow with one DAG that wants to call payments. */
export function startAirflow(service = 'payments'): Promise<AirflowStandIn> {
  return startAirflowStandIn({
    version: '3.3.2',
    dags: [
      {
        dagId: 'orders_etl',
        owners: ['team-orders'],
        tags: [`calls:${service}:80`],
        cron: '0 * * * *',
        tasks: [{ taskId: 'pay' }],
      },
    ],
  });
}

/** A real control plane with real Envoys. */
export async function startRealKuma(
  environment: LiveEnvironment,
  world: World = worldOf(environment),
): Promise<RealUpstreams> {
  let controlPlane = await ControlPlane.start(environment);
  let live: LiveMesh;
  try {
    live = await LiveMesh.start({
      ...environment,
      ...airflowMesh,
      certificates: world.certificates,
      controlPlane,
    });
    for (const { path, policy } of world.already) {
      await controlPlane.apply(path, policy);
    }
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
    permissions: async () => {
      const lists = [PERMISSIONS, LEGACY_PERMISSIONS];
      const items = await Promise.all(
        lists.map(path => controlPlane.list(path)),
      );
      const theirs = world.already.map(({ policy }) => policy.name);
      return items.flat().filter(({ name }) => !theirs.includes(name));
    },
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
