import {
  AirflowVersion,
  KumaVersion,
  prodDataDags,
} from '@airflow-kuma/demo-upstreams';
import { TestSource } from './setUpSource';

/** Of one request; long enough for a busy machine. */
export const TIMEOUT = { timeout: { seconds: 5 } };

const accessLog = {
  type: 'MeshAccessLog',
  mesh: 'default',
  name: 'all',
  creationTime: '2026-01-01T00:00:00Z',
  modificationTime: '2026-01-01T00:00:00Z',
  spec: {
    rules: [
      {
        default: {
          backends: [
            { type: 'Tcp', tcp: { address: 'logs.example.com:9000' } },
          ],
        },
      },
    ],
  },
};

const airflowParts: [AirflowVersion, string, RegExp][] = [
  ...(['3.3.2', '3.0.6'] as const).flatMap(
    (version): [AirflowVersion, string, RegExp][] => [
      [version, 'version', /\/api\/v2\/version/],
      [version, 'import errors', /\/api\/v2\/importErrors/],
      [version, 'assets', /\/api\/v2\/assets/],
      [version, 'DAG dependencies', /\/ui\/dependencies/],
      [version, 'DAG versions', /\/dagVersions/],
      [version, 'runs', /~\/dagRuns/],
    ],
  ),
  ['2.11.2', 'import errors', /\/api\/v1\/importErrors/],
  ['2.11.2', 'assets', /\/api\/v1\/datasets/],
  ['2.11.2', 'runs', /~\/dagRuns/],
];

const kumaParts: [KumaVersion, string, RegExp][] = [
  ['2.14.3', 'kinds of resources', /_resources/],
  ['2.14.3', 'Dataplane', /dataplanes\/_overview/],
  ['2.14.3', 'MeshService', /meshservices/],
  ['2.14.3', 'MeshMultiZoneService', /meshmultizoneservices/],
  ['2.14.3', 'MeshExternalService', /meshexternalservices/],
  ['2.14.3', 'ExternalService', /\/external-services/],
  ['2.14.3', 'MeshIdentity', /meshidentities/],
  ['2.14.3', 'MeshTrust', /meshtrusts/],
  ['2.14.3', 'MeshTLS', /meshtlses/],
  ['2.14.3', 'MeshPassthrough', /meshpassthroughs/],
  ['2.14.3', 'MeshTrace', /meshtraces/],
  ['2.14.3', 'MeshAccessLog', /meshaccesslogs/],
  ['2.14.3', 'ServiceInsight', /service-insights/],
  ['2.14.3', 'Zone', /zones\/_overview/],
  ['2.14.3', 'MeshTrafficPermission', /meshtrafficpermissions/],
  ['2.14.3', 'TrafficPermission', /\/traffic-permissions/],
  ['3.0.0-preview', 'Dataplane', /dataplanes\/_overview/],
  ['3.0.0-preview', 'MeshService', /meshservices/],
  ['3.0.0-preview', 'MeshTrafficPermission', /meshtrafficpermissions/],
  ['3.0.0-preview', 'MeshTrust', /meshtrusts/],
  ['3.0.0-preview', 'Zone', /zones\/_overview/],
];

export const airflow = (of: TestSource, version: string) =>
  of.airflow(version as AirflowVersion, prodDataDags, TIMEOUT);

export const kuma = async (of: TestSource, version: string) => {
  const standIn = await of.kuma(version as KumaVersion, TIMEOUT);
  standIn.state.applyDirectly(accessLog);
  standIn.state.setZone('zone-2', { enabled: true, online: true });
  return standIn;
};

/**
 * The parts of every stand-in but those that are obligatory or of single DAGs:
 * their names, what is asked for them, and what starts the stand-in.
 */
export const ALL_PARTS = [
  ...airflowParts.map(part => ['Airflow', ...part, airflow] as const),
  ...kumaParts.map(part => ['Kuma', ...part, kuma] as const),
];
