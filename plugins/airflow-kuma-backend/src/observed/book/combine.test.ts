import { Observation } from '../../graph/facts/ObservationBook';
import { combine } from './combine';

const of = (outcome: Observation['outcome'], more?: Partial<Observation>) => ({
  outcome,
  reason: outcome,
  evidence: [],
  ...more,
});

describe('combine', () => {
  it.each([
    // logs, metrics, together
    ['denied', 'seen', 'denied'],
    ['seen', 'silent', 'seen'],
    ['silent', 'seen', 'seen'],
    ['not-known', 'seen', 'seen'],
    ['not-known', 'silent', 'silent'],
    ['silent', 'silent', 'silent'],
    ['silent', 'not-known', 'not-known'],
    ['not-known', 'not-known', 'not-known'],
  ] as const)('logs %s and metrics %s are %s', (logs, metrics, together) => {
    expect(combine(of(logs), of(metrics)).outcome).toBe(together);
  });

  it("takes the logs' refusal and the metrics' figures", () => {
    expect(
      combine(
        of('denied', { lastDenied: '2026-11-22T00:00:00Z', rate: 1 }),
        of('not-known', { rate: 2, p95Milliseconds: 7 }),
      ),
    ).toMatchObject({
      outcome: 'denied',
      lastDenied: '2026-11-22T00:00:00Z',
      rate: 2,
      p95Milliseconds: 7,
    });
  });

  it.each([
    ['denied', '2026-11-22T00:00:00Z'],
    ['seen', '2026-11-22T00:03:00Z'],
  ] as const)(
    'takes the last call let through of logs that %s from %s',
    (outcome, lastSeen) => {
      const { lastSeen: last } = combine(
        of(outcome, { lastSeen: '2026-11-22T00:00:00Z' }),
        of('seen', { lastSeen: '2026-11-22T00:03:00Z' }),
      );
      expect(last).toBe(lastSeen);
    },
  );

  it('does with one source, or none', () => {
    expect(combine(undefined, of('silent')).outcome).toBe('silent');
    expect(combine(of('seen'), undefined).outcome).toBe('seen');
    expect(combine(undefined, undefined).outcome).toBe('not-known');
  });
});
