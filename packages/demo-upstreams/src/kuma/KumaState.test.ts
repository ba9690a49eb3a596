import { KumaStandIn, startKumaStandIn } from './startKumaStandIn';
import { compareShape } from '../__testUtils__/compareShape';
import { labMesh } from '../__testUtils__/labMesh';
import { readRecording } from '../__testUtils__/recordings';

const second = 1_000;
const minute = 60 * second;

describe('a control plane', () => {
  let clock: number;
  let standIn: KumaStandIn;

  beforeEach(async () => {
    clock = Date.parse('2026-03-01T12:00:00Z');
    standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      now: () => clock,
    });
  });
  afterEach(() => standIn.stop());

  const get = async (path: string) =>
    (await fetch(`${standIn.url}/meshes/default/${path}`)).json();
  const insightOf = async (name: string) =>
    (await get(`dataplanes/${name}/_overview`)).dataplaneInsight;
  const totalOf = async (name: string) =>
    (await insightOf(name)).subscriptions[0].status.total;
  const put = (name: string, app: string) =>
    fetch(`${standIn.url}/meshes/default/meshtrafficpermissions/${name}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'MeshTrafficPermission',
        mesh: 'default',
        name,
        spec: {
          targetRef: { kind: 'Dataplane', labels: { app } },
          rules: [
            {
              default: {
                allow: [
                  { spiffeID: { type: 'Exact', value: 'spiffe://td/x' } },
                ],
              },
            },
          ],
        },
      }),
    });

  it('sends what was written to the proxies it selects, a second later', async () => {
    const before = await totalOf('payments');
    const other = await totalOf('orders');
    await put('new', 'payments');
    expect(await totalOf('payments')).toEqual(before);
    clock += second;
    expect(await totalOf('payments')).toEqual({
      responsesSent: String(Number(before.responsesSent) + 1),
      responsesAcknowledged: String(Number(before.responsesAcknowledged) + 1),
    });
    expect(await totalOf('orders')).toEqual(other);
  });

  it('tells nothing of proxies whose counters are frozen', async () => {
    const before = await totalOf('payments');
    standIn.state.freezeCounters('default', 'payments');
    await put('new', 'payments');
    clock += 5 * second;
    expect(await totalOf('payments')).toEqual(before);
  });

  it('counts refusals again every five seconds', async () => {
    standIn.state.startRejecting('default', 'orders');
    const before = Number((await totalOf('orders')).responsesRejected);
    clock += 12 * second;
    expect((await totalOf('orders')).responsesRejected).toBe(
      String(before + 2),
    );
    standIn.state.stopRejecting('default', 'orders');
    clock += minute;
    expect((await totalOf('orders')).responsesRejected).toBe(
      String(before + 2),
    );
  });

  it('keeps the service of an offline proxy available, as recorded', async () => {
    standIn.state.takeOffline('default', 'vector-store');
    const service = await get('meshservices/vector-store');
    expect(service.spec.state).toBe('Available');
    expect(service.status.dataplaneProxies).toEqual({ healthy: 1, total: 1 });
    const { status } = await get('workloads/vector-store');
    expect(status.dataplaneProxies).toEqual({
      connected: 0,
      healthy: 1,
      total: 1,
    });
    const { subscriptions } = await insightOf('vector-store');
    expect(subscriptions[0].disconnectTime).toBeDefined();
    standIn.state.bringOnline('default', 'vector-store');
    const back = await get('meshservices/vector-store');
    expect(back.status.dataplaneProxies.connected).toBe(1);
  });

  it('renews a certificate at four fifths of its life, or when told', async () => {
    const { mTLS } = await insightOf('payments');
    const lifetime = 60 * minute;
    clock = Date.parse(mTLS.lastCertificateRegeneration) + 0.8 * lifetime;
    const renewed = (await insightOf('payments')).mTLS;
    expect(renewed.certificateRegenerations).toBe(
      mTLS.certificateRegenerations + 1,
    );
    expect(Date.parse(renewed.certificateExpirationTime)).toBe(
      clock + lifetime,
    );
    standIn.state.rotateCertificate('default', 'payments');
    expect((await insightOf('payments')).mTLS.certificateRegenerations).toBe(
      mTLS.certificateRegenerations + 2,
    );
  });

  it('takes proxies in and forgets them', async () => {
    standIn.state.addDataplane('default', {
      name: 'payments-2',
      workload: 'payments',
      labels: { app: 'payments' },
      address: '127.0.1.99',
      inbounds: [{ name: 'http', port: 20000, protocol: 'http' }],
    });
    expect(
      (await get('meshservices/payments')).status.dataplaneProxies.total,
    ).toBe(2);
    standIn.state.removeDataplane('default', 'payments-2');
    expect(
      (await get('meshservices/payments')).status.dataplaneProxies.total,
    ).toBe(1);
  });

  it('pages with an absolute address that carries its own host', async () => {
    const first = await get('dataplanes?size=5');
    expect([first.items.length, first.total]).toEqual([5, 7]);
    expect(first.next).toBe(
      `${standIn.url}/meshes/default/dataplanes?offset=5&size=5`,
    );
    const last = await (await fetch(first.next)).json();
    expect([last.items.length, last.next]).toEqual([2, null]);
  });

  it('keeps the creation time of what is written again', async () => {
    expect((await put('twice', 'orders')).status).toBe(201);
    const { creationTime } = await get('meshtrafficpermissions/twice');
    clock += minute;
    expect((await put('twice', 'orders')).status).toBe(200);
    const again = await get('meshtrafficpermissions/twice');
    expect(again.creationTime).toBe(creationTime);
    expect(again.modificationTime).not.toBe(creationTime);
  });

  it('tells what a shadow policy would add, and no other', async () => {
    const path = 'dataplanes/payments/_config?shadow=true&include=diff';
    await put('real', 'payments');
    expect((await get(path)).diff).toEqual([]);
    standIn.state.applyDirectly({
      type: 'MeshTrafficPermission',
      mesh: 'default',
      name: 'trial',
      kri: 'kri_mtp_default_zone-1__trial_',
      labels: { 'kuma.io/effect': 'shadow' },
      spec: {
        targetRef: { kind: 'Dataplane', labels: { app: 'payments' } },
        rules: [
          {
            default: {
              allow: [{ spiffeID: { type: 'Exact', value: 'spiffe://td/y' } }],
            },
          },
        ],
      },
    });
    const { diff } = await get(path);
    const { request: _, response } = readRecording(
      'kuma-2.14.3',
      'get_meshes_default_dataplanes_payments__config_shadow=true_include=diff.json',
    );
    const [, added] = response.body.diff;
    expect(compareShape(added, diff[0])).toEqual([]);
    expect(diff[0].value.predicate.singlePredicate.valueMatch).toEqual({
      exact: 'spiffe://td/y',
    });
    expect((await get(path.replace('payments', 'orders'))).diff).toEqual([]);
  });

  it.each([
    [{}, ['sources', 'destinations']],
    [
      { sources: [{ match: {} }], destinations: [{ match: { a: 'b' } }] },
      ['sources[0].match'],
    ],
  ])('refuses the TrafficPermission %j', async (body, fields) => {
    const answer = await fetch(
      `${standIn.url}/meshes/default/traffic-permissions/bad`,
      {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'TrafficPermission',
          mesh: 'default',
          name: 'bad',
          ...body,
        }),
      },
    );
    expect(answer.status).toBe(400);
    const { invalid_parameters: found } = await answer.json();
    expect(found.map(({ field }: any) => field)).toEqual(fields);
  });
});
