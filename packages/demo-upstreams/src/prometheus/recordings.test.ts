import { demoTraffic, defaultMesh, legacyMesh } from '../company';
import { KumaStandIn, startKumaStandIn } from '../kuma/startKumaStandIn';
import { compareShape } from '../__testUtils__/compareShape';
import { readRecording, replay } from '../__testUtils__/recordings';
import {
  PrometheusStandIn,
  startPrometheusStandIn,
} from './startPrometheusStandIn';

const open = (file: string) => readRecording('prometheus', file);

describe('Prometheus', () => {
  let clock = Date.now();
  let kuma: KumaStandIn;
  let standIn: PrometheusStandIn;

  beforeAll(async () => {
    kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [defaultMesh, legacyMesh],
    });
    standIn = await startPrometheusStandIn({
      flows: demoTraffic(kuma.state),
      now: () => clock,
    });
  });
  afterAll(async () => {
    await standIn.stop();
    await kuma.stop();
  });

  it.each([
    'all-cluster-names.json',
    'edges-by-response-class.json',
    'edges-by-response-code.json',
    'edges-latency-p95.json',
    'edges-legacy-query-of-grafana-datasource.json',
    'edges-request-rate.json',
    'edges-request-rate-nonzero.json',
    'edges-tcp-connection-rate.json',
    'edges-tcp-connections-active.json',
    'edges-tx-bytes-rate.json',
    'edges-unified-naming-query-on-2.14-empty.json',
    'empty-result.json',
    'range-edges-request-rate.json',
    'range-rbac-denied-rate.json',
    'rbac-allowed-rate.json',
    'rbac-allowed-raw.json',
    'rbac-denied-rate.json',
    'label-values-kuma_workload.json',
    'labels-of-upstream-rq-total.json',
    'buildinfo.json',
    'healthy.json',
    'up.json',
  ])('answers in the shape of %s', async file => {
    const recording = open(file);
    const answer = await replay(standIn.url, recording);
    expect(answer.status).toBe(recording.response.status);
    expect(answer.contentType).toBe(recording.response.contentType);
    expect(compareShape(recording.response.body, answer.body)).toEqual([]);
    const hasResults = (body: any) => body.data?.result?.length > 0;
    expect(hasResults(answer.body)).toBe(hasResults(recording.response.body));
  });

  it.each([
    'bad-query-400.json',
    'query-missing-400.json',
    'range-too-many-points-400.json',
  ])('refuses as in %s', async file => {
    const recording = open(file);
    expect(await replay(standIn.url, recording)).toEqual(recording.response);
  });

  it('sees a refused flow pass once it is permitted', async () => {
    const query = (metric: string) =>
      `sum(rate(${metric}{kuma_workload="consent"}[1m]))`;
    const rate = async (metric: string) => {
      const answer = await fetch(
        `${standIn.url}/api/v1/query?query=${encodeURIComponent(
          query(metric),
        )}`,
      );
      const { data } = await answer.json();
      return Number(data.result[0].value[1]);
    };
    expect(await rate('envoy_rbac_denied')).toBeGreaterThan(0);
    expect(await rate('envoy_rbac_allowed')).toBe(0);
    await fetch(`${kuma.url}/meshes/default/meshtrafficpermissions/consent`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'MeshTrafficPermission',
        mesh: 'default',
        name: 'consent',
        spec: {
          targetRef: { kind: 'Dataplane', labels: { app: 'consent' } },
          rules: [
            {
              default: {
                allow: [
                  {
                    spiffeID: {
                      type: 'Exact',
                      value:
                        'spiffe://default.zone-1.mesh.local/workload/airflow-customer',
                    },
                  },
                ],
              },
            },
          ],
        },
      }),
    });
    await fetch(`${standIn.url}/-/healthy`);
    clock += 10 * 60_000;
    expect(await rate('envoy_rbac_denied')).toBe(0);
    expect(await rate('envoy_rbac_allowed')).toBeGreaterThan(0);
  });
});
