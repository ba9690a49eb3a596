import { shipAccessLogs } from './accessLogs/shipAccessLogs';
import { startAirflowStandIn } from './airflow/startAirflowStandIn';
import {
  defaultMesh,
  demoRefusals,
  demoTraffic,
  demoUsers,
  legacyBatchDags,
  legacyMesh,
  movingMesh,
  prodDataDags,
  prodDataImportErrors,
} from './company';
import { startPrometheusStandIn } from './prometheus/startPrometheusStandIn';
import { startKumaStandIn } from './kuma/startKumaStandIn';

/** Starts the demo company's upstreams and stops them on Ctrl-C. */
async function serve() {
  const kuma = await startKumaStandIn({
    version: '2.14.3',
    port: port('DEMO_KUMA_PORT', 25681),
    meshes: [defaultMesh, legacyMesh, movingMesh],
    token: 'demo-kuma-token',
  });
  const flows = demoTraffic(kuma.state);
  const isRefused = demoRefusals(flows);
  const servers = {
    'Airflow 3.3.2 (prod-data)': await startAirflowStandIn({
      version: '3.3.2',
      port: port('DEMO_AIRFLOW_V2_PORT', 28080),
      dags: prodDataDags,
      importErrors: prodDataImportErrors,
      users: demoUsers,
      isRefused,
    }),
    'Airflow 2.11.2 (legacy-batch)': await startAirflowStandIn({
      version: '2.11.2',
      port: port('DEMO_AIRFLOW_V1_PORT', 28081),
      dags: legacyBatchDags,
      users: demoUsers,
      isRefused,
    }),
    'Kuma 2.14.3 (eu)': kuma,
    Prometheus: await startPrometheusStandIn({
      port: port('DEMO_PROMETHEUS_PORT', 29090),
      flows,
    }),
  };
  const portal = process.env.DEMO_PORTAL_URL ?? 'http://127.0.0.1:7007';
  const shipper = shipAccessLogs({
    flows,
    url: `${portal}/api/airflow-kuma/otlp/v1/logs?controlPlane=eu`,
    token: 'demo-access-log-token',
    report: message => process.stdout.write(`demo ${message}\n`),
  });
  for (const [name, { url }] of Object.entries(servers)) {
    process.stdout.write(`demo stand-in for ${name}: ${url}\n`);
  }
  const stop = async () => {
    shipper.stop();
    for (const server of Object.values(servers)) await server.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function port(variable: string, fallback: number): number {
  return Number(process.env[variable] ?? fallback);
}

serve().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
