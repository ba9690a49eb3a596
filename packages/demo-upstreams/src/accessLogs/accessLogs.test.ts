import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { FlowVerdict, TrafficFlow } from '../prometheus/types';
import { callsBetween, shipAccessLogs } from './shipAccessLogs';
import { toOtlp } from './toOtlp';

const caller = 'spiffe://default.zone-1.mesh.local/workload/airflow-orders';

function flow(
  verdict: Partial<FlowVerdict>,
  change: Partial<TrafficFlow> = {},
): TrafficFlow {
  return {
    mesh: 'default',
    source: { workload: 'airflow-orders', proxies: [] },
    destination: {
      workload: 'payments',
      proxies: [],
      inbound: 'localhost_8000',
    },
    cluster: 'default_payments__zone-1_msvc_80',
    protocol: 'http',
    rate: 0.5,
    latency: 12,
    verdict: () => ({ isDenied: false, callerSans: [caller], ...verdict }),
    ...change,
  };
}

function attributesOf(given: TrafficFlow): Record<string, string> {
  const otlp: any = toOtlp([
    { flow: given, verdict: given.verdict(), at: 1000 },
  ]);
  const [{ resource, scopeLogs }] = otlp.resourceLogs;
  const [record] = scopeLogs[0].logRecords;
  expect(record.timeUnixNano).toBe('1000000000');
  return Object.fromEntries(
    [...resource.attributes, ...record.attributes].map(
      ({ key, value }: any) => [key, value.stringValue],
    ),
  );
}

describe('toOtlp', () => {
  it('writes a call that passed', () => {
    expect(attributesOf(flow({}))).toMatchObject({
      'kuma.mesh': 'default',
      'kuma.workload': 'kri_wl_default_zone-1__payments_',
      caller_san: caller,
      response_details: 'via_upstream',
      duration_ms: '12',
      direction: 'INBOUND',
    });
  });

  it.each([
    [undefined, 'rbac_access_denied_matched_policy[default]'],
    ['kri_mtp_x', 'rbac_access_denied_matched_policy[kri_mtp_x]'],
  ])('writes a refusal by %s', (policy, details) => {
    expect(attributesOf(flow({ isDenied: true, policy }))).toMatchObject({
      response_details: details,
    });
  });
});

describe('callsBetween', () => {
  it('gives slow flows their calls and caps fast ones', () => {
    const slow = flow({}, { rate: 0.05 });
    const fast = flow({}, { rate: 100 });
    const count = (given: TrafficFlow, from: number, to: number) =>
      callsBetween([given], from, to).length;
    const inAMinute = [0, 1, 2, 3, 4, 5].map(index =>
      count(slow, index * 10_000, (index + 1) * 10_000),
    );
    expect(inAMinute.reduce((sum, each) => sum + each)).toBe(3);
    expect(count(fast, 0, 10_000)).toBe(25);
  });

  it('has nothing of what no inbound logs', () => {
    const outside = flow({}, { destination: undefined });
    const refused = flow({ isDenied: true }, { deniedStatus: 503 });
    expect(callsBetween([outside, refused], 0, 60_000)).toEqual([]);
  });
});

describe('shipAccessLogs', () => {
  it('sends the last day and says once that it does', async () => {
    const received: { token?: string; records: number }[] = [];
    const server = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      received.push({
        token: request.headers.authorization,
        records: JSON.parse(text).resourceLogs.length,
      });
      response.end('{}');
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const message = await new Promise<string>(resolve => {
      const shipper = shipAccessLogs({
        flows: [flow({})],
        url: `http://127.0.0.1:${port}/logs`,
        token: 'demo',
        report: text => {
          shipper.stop();
          resolve(text);
        },
      });
    });
    expect(message).toBe(`access logs go to http://127.0.0.1:${port}/logs`);
    expect(received).toEqual([{ token: 'Bearer demo', records: 29 }]);
    await new Promise(resolve => server.close(resolve));
  });
});
