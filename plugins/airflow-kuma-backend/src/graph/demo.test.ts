import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  EDGE_STATES,
  EdgeState,
  GraphAnswer,
  GraphEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
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

jest.setTimeout(240_000);

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

async function until<T>(
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

/** The demo company through the whole backend: read, judged, observed, drawn, explained. */
describe('the graph of the demo company', () => {
  const stops: (() => unknown)[] = [];
  let backend: Awaited<ReturnType<typeof startTestBackend>>;
  const get = async (path: string) =>
    (await request(backend.server).get(`/api/airflow-kuma/${path}`)).body;

  beforeAll(async () => {
    const kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [defaultMesh, legacyMesh],
      token: 'demo-kuma-token',
    });
    const flows = demoTraffic(kuma.state);
    const airflow = await startAirflowStandIn({
      version: '3.3.2',
      dags: prodDataDags,
      users: demoUsers,
    });
    const prometheus = await startPrometheusStandIn({ flows });
    backend = await startTestBackend({
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
    stops.push(
      () => shipper.stop(),
      () => backend.stop(),
      () => kuma.stop(),
      () => airflow.stop(),
      () => prometheus.stop(),
    );
  });

  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  it('holds every state of an edge, and each explains itself', async () => {
    const answer: GraphAnswer = await until(
      () => get('graph?grouping=none&limit=1000'),
      ({ totals }) => EDGE_STATES.every(state => totals?.states[state]),
    );
    const missing = EDGE_STATES.filter(state => !answer.totals.states[state]);
    expect(missing).toEqual([]);

    const edgeIn = (state: EdgeState): GraphEdge =>
      answer.edges.find(
        ({ edge }) => edge?.state === state && edge.service !== undefined,
      )!;
    for (const state of EDGE_STATES) {
      const { edge } = edgeIn(state);
      const explanation = await get(
        `explain?source=${edge?.dag}&destination=${edge?.service}`,
      );
      expect([state, explanation.sentence]).toEqual([
        state,
        expect.stringMatching(/^.+ (may|can|may not|may or may not) .+/),
      ]);
      expect(explanation.chain).toHaveLength(17);
    }
    const { edge: blocked } = edgeIn('blocked');
    expect(blocked?.observed.evidence).toContainEqual(
      expect.objectContaining({ source: 'access-log' }),
    );
    const seen = answer.edges.filter(({ edge }) => edge?.observed.rate);
    expect(seen.length).toBeGreaterThan(0);
  });
});
