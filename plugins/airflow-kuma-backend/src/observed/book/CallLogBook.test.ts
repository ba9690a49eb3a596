import { runsAs, service } from '../../graph/__testUtils__/facts';
import { spiffe } from '../../graph/__testUtils__/resources';
import { CallLogReading } from '../logs/CallLogReading';
import { CallSummary } from '../logs/CallStore';
import { CallLogBook } from './CallLogBook';
import { EndDirectory } from './EndDirectory';

const payments = service('payments');
const [identity] = runsAs('airflow-orders');
const at = Date.parse('2026-11-23T00:00:00.000Z');
const window = { start: '2026-11-21T00:00:00.000Z', reason: 'two days' };
const day = (iso: string) => Math.floor(Date.parse(iso) / 86_400_000);

function bookOf(
  calls: Partial<CallSummary>[],
  coverage?: { days?: string[]; first?: string },
) {
  const common = { controlPlane: 'eu', mesh: 'default' };
  const reading: CallLogReading = {
    at,
    summaries: calls.map(call => ({
      ...common,
      caller: spiffe('airflow-orders'),
      destination: 'payments',
      verdict: 'allowed',
      policy: '',
      lastSeen: at - 3_600_000,
      count: 3,
      ...call,
    })),
    recent: [],
    coverage: [
      {
        ...common,
        days: new Set(
          (coverage?.days ?? ['2026-11-21', '2026-11-22', '2026-11-23']).map(
            day,
          ),
        ),
        destinations: new Map([
          ['payments', Date.parse(coverage?.first ?? '2026-11-01')],
        ]),
      },
    ],
  };
  const directory = new EndDirectory(
    [payments],
    [
      {
        ...common,
        name: 'payments',
        labels: { 'kuma.io/workload': 'payments' },
        status: 'online',
        uriSans: [spiffe('payments')],
      },
    ],
  );
  return new CallLogBook(reading, directory);
}
const look = (...options: Parameters<typeof bookOf>) =>
  bookOf(...options).look(identity, payments, window);

describe('CallLogBook', () => {
  it('knows who was refused, and by what', () => {
    expect(look([{ verdict: 'denied', policy: 'kri_mtp_x' }])).toMatchObject({
      outcome: 'denied',
      lastDenied: '2026-11-22T23:00:00.000Z',
      reason: expect.stringContaining('by kri_mtp_x'),
    });
  });

  it('lets what happened last decide', () => {
    const refusedThenAllowed = look([
      { verdict: 'denied', lastSeen: at - 7_200_000 },
      { verdict: 'allowed', lastSeen: at - 3_600_000 },
    ]);
    expect(refusedThenAllowed.outcome).toBe('seen');
    expect(refusedThenAllowed.lastDenied).toBeDefined();
    const allowedThenRefused = look([
      { verdict: 'allowed', lastSeen: at - 7_200_000 },
      { verdict: 'denied', lastSeen: at - 3_600_000 },
    ]);
    expect(allowedThenRefused.outcome).toBe('denied');
  });

  it('leaves out what is before the window', () => {
    const old = [{ lastSeen: at - 90 * 3_600_000 }];
    expect(look(old).outcome).toBe('silent');
    expect([...bookOf(old).servicesCalledFrom(identity, window)]).toEqual([]);
  });

  it.each([
    ['a day without any log of the mesh', { days: ['2026-11-21'] }],
    ['a service that is logged only since', { first: '2026-11-22' }],
  ])('does not take %s for silence', (_, coverage) => {
    expect(look([], coverage).outcome).toBe('not-known');
  });

  it('names services behind a workload that was called', () => {
    expect([...bookOf([{}]).servicesCalledFrom(identity, window)]).toEqual([
      payments.ref,
    ]);
  });

  it("keeps another control plane's mesh of the same name apart", () => {
    expect(look([{ controlPlane: 'us' }]).outcome).toBe('silent');
  });
});
