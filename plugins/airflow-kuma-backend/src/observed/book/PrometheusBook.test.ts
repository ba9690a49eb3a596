import { ServiceFact } from '../../sync/InventoryReader';
import { runsAs, service } from '../../graph/__testUtils__/facts';
import { spiffe } from '../../graph/__testUtils__/resources';
import {
  PairTotals,
  PrometheusReading,
  WindowReading,
} from '../prometheus/PrometheusReading';
import { EndDirectory } from './EndDirectory';
import { PrometheusBook } from './PrometheusBook';

const payments = service('payments');
const [identity] = runsAs('airflow-orders');
const at = '2026-11-23T00:00:00.000Z';
const window = { start: '2026-11-22T00:00:00.000Z', reason: 'a day' };
const cluster = 'default_payments__zone-1_msvc_80';

function look(
  pair: Partial<PairTotals> | undefined,
  more?: Partial<WindowReading>,
  options?: {
    window?: typeof window;
    services?: ServiceFact[];
    errorShare?: number;
  },
) {
  const pairs = new Map<string, PairTotals>();
  if (pair) {
    pairs.set('key', {
      mesh: 'default',
      workload: 'airflow-orders',
      cluster,
      answers: {},
      connections: 0,
      ...pair,
    });
  }
  const reading: PrometheusReading = {
    at,
    figures: new Map([
      [
        `default airflow-orders ${cluster}`,
        {
          rate: 2,
          errorShare: options?.errorShare ?? 0.5,
          p95Milliseconds: 30,
          connectionRate: 1,
        },
      ],
    ]),
    windows: new Map([
      [
        86_400,
        {
          pairs,
          refused: new Map(),
          callers: new Set(['default airflow-orders']),
          covered: new Set(['default']),
          ...more,
        },
      ],
    ]),
  };
  const proxies = ['payments', 'airflow-orders'].map(name => ({
    controlPlane: 'eu',
    mesh: 'default',
    name,
    labels: { 'kuma.io/workload': name },
    status: 'online' as const,
    uriSans: [spiffe(name)],
  }));
  const book = new PrometheusBook(
    reading,
    new EndDirectory([payments, ...(options?.services ?? [])], proxies),
  );
  return {
    refused: book.refused(payments),
    ...book.look(
      identity,
      payments,
      options && 'window' in options ? options.window : window,
    ),
    services: [...book.servicesCalledFrom(identity, window)],
  };
}

describe('PrometheusBook', () => {
  it('saw nothing go through lately where all that goes on errs', () => {
    const answers = { 2: 10, 4: 10 };
    expect(look({ answers }).lastSeen).toBe(at);
    const refused = look({ answers }, undefined, { window, errorShare: 1 });
    expect(refused.outcome).toBe('seen');
    expect(refused.lastSeen).toBeUndefined();
  });

  it('saw calls that were answered, with their figures', () => {
    expect(look({ answers: { 2: 10, 4: 10 } })).toMatchObject({
      outcome: 'seen',
      lastSeen: at,
      rate: 2,
      errorShare: 0.5,
      p95Milliseconds: 30,
      services: [payments.ref],
      evidence: [
        { source: 'prometheus', text: expect.stringContaining(cluster) },
      ],
    });
  });

  it.each([
    ['403 of the service or of the mesh', { answers: { 4: 10 } }],
    ['503 of the service or of a TrafficPermission', { answers: { 5: 10 } }],
    ['TCP, which looks like success', { connections: 10 }],
  ])('cannot tell %s while the destination refuses somebody', (_, pair) => {
    expect(
      look(pair, { refused: new Map([['default payments', 3]]) }),
    ).toMatchObject({ outcome: 'not-known', services: [payments.ref] });
    expect(look(pair)).toMatchObject({ outcome: 'not-known' });
  });

  it.each([{ answers: { 4: 10 } }, { connections: 10 }])(
    'knows that %j went through when the destination refused nobody',
    pair => {
      expect(
        look(pair, { refused: new Map([['default payments', 0]]) }),
      ).toMatchObject({ outcome: 'seen' });
    },
  );

  it('is silent only over a window that is covered', () => {
    expect(look({})).toMatchObject({ outcome: 'silent', services: [] });
    expect(look(undefined, { covered: new Set() })).toMatchObject({
      outcome: 'not-known',
      reason: expect.stringMatching(/without gaps/),
    });
    expect(look(undefined, { callers: new Set() })).toMatchObject({
      outcome: 'not-known',
      reason: expect.stringMatching(/shows no metrics/),
    });
    expect(look(undefined, {}, { window: undefined })).toMatchObject({
      outcome: 'not-known',
      reason: expect.stringMatching(/silence tells nothing/),
    });
  });

  it('counts what a destination refused, and says of whom else the count is', () => {
    const refused = new Map([['default payments', 3]]);
    expect(look({}, { refused }).refused).toEqual({ refused: 3, alsoOf: [] });
    const twin = service('twin', { dataplanes: ['payments'] });
    expect(look({}, { refused }, { services: [twin] }).refused).toEqual({
      refused: 3,
      alsoOf: [twin.ref],
    });
  });

  it('counts no refusals where nothing counts', () => {
    expect(look({}).refused).toMatch(/No metric counts/);
  });

  it('does not guess between two clusters of the same mesh name', () => {
    const elsewhere = service('payments', { controlPlane: 'us' });
    const directory = new EndDirectory([payments, elsewhere], []);
    expect(
      directory.serviceOf(
        { kind: 'msvc', mesh: 'default', name: 'payments' },
        '',
      ),
    ).toBeUndefined();
  });
});
