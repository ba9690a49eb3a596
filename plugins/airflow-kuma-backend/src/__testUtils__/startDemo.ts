import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  defaultMesh,
  demoTraffic,
  demoUsers,
  legacyMesh,
  prodDataDags,
  shipAccessLogs,
  startAirflowStandIn,
  startKumaStandIn,
  startPrometheusStandIn,
} from '@airflow-kuma/demo-upstreams';
import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readFileSync } from 'fs';
import { AddressInfo } from 'net';
import { resolve } from 'path';
import request from 'supertest';
import { parse } from 'yaml';
import { airflowKumaPlugin } from '../plugin';

/** The config of the demo, with the addresses of these stand-ins. */
function demoConfig(urls: {
  airflow: string;
  kuma: string;
  prometheus: string;
}) {
  const { airflowKuma } = parse(
    readFileSync(
      resolve(__dirname, '../../../../app-config.demo.yaml'),
      'utf8',
    ),
  );
  const { instances } = airflowKuma.airflow;
  delete instances['legacy-batch'];
  instances['prod-data'].baseUrl = urls.airflow;
  airflowKuma.kuma.controlPlanes.eu.baseUrl = urls.kuma;
  airflowKuma.kuma.controlPlanes.eu.guiUrl = urls.kuma;
  airflowKuma.observed.prometheus.baseUrl = urls.prometheus;
  return { airflowKuma };
}

/** The whole backend on stand-ins of the demo company. */
export async function startDemo() {
  const kuma = await startKumaStandIn({
    version: '2.14.3',
    meshes: [defaultMesh, legacyMesh],
    token: 'demo-kuma-token',
  });
  const flows = demoTraffic(kuma.state);
  // Its clock stands: what is asked twice is asked of the same runs.
  const at = Date.now();
  const airflow = await startAirflowStandIn({
    now: () => at,
    version: '3.3.2',
    dags: prodDataDags,
    users: demoUsers,
  });
  const prometheus = await startPrometheusStandIn({ flows });
  const backend = await startTestBackend({
    features: [
      airflowKumaPlugin,
      // tasks run again and again, as they do in a portal
      schedulerServiceFactory,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: demoConfig({
          airflow: airflow.url,
          kuma: kuma.url,
          prometheus: prometheus.url,
        }),
      }),
    ],
  });
  const { port } = backend.server.address() as AddressInfo;
  const shipper = shipAccessLogs({
    flows,
    url: `http://127.0.0.1:${port}/api/airflow-kuma/otlp/v1/logs`,
    token: mockCredentials.service.token(),
    report: () => {},
  });
  return {
    server: backend.server,
    async get(path: string) {
      const { status, body, text } = await request(backend.server).get(
        `/api/airflow-kuma/${path}`,
      );
      if (status !== 200) throw new Error(`${path} is answered ${text}`);
      return body;
    },
    async stop() {
      await shipper.stop();
      await backend.stop();
      await Promise.all([kuma.stop(), airflow.stop(), prometheus.stop()]);
    },
  };
}

/** Asks again and again until the answer is right, or for too long. */
export async function until<T>(
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
): Promise<T> {
  const end = Date.now() + 150_000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || Date.now() > end) return answer;
    await new Promise(wait => setTimeout(wait, 1_000));
  }
}
