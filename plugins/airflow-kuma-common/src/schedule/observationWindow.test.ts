import { observationWindow } from './observationWindow';

const now = '2026-11-23T00:30:00.000Z'; // a Monday

describe('observationWindow', () => {
  it.each([
    ['@hourly', '2026-11-22T00:30:00.000Z'],
    ['*/5 * * * *', '2026-11-22T00:30:00.000Z'],
    ['@continuous', '2026-11-22T00:30:00.000Z'],
    ['@daily', '2026-11-21T00:00:00.000Z'],
    ['0 3 * * *', '2026-11-20T03:00:00.000Z'],
    ['@weekly', '2026-11-08T00:00:00.000Z'],
    ['0 6 * * 1', '2026-11-02T06:00:00.000Z'],
    ['@monthly', '2026-09-01T00:00:00.000Z'],
    ['@yearly', '2024-01-01T00:00:00.000Z'],
    ['7 days, 0:00:00', '2026-11-09T00:30:00.000Z'],
    ['12:00:00', '2026-11-22T00:30:00.000Z'],
    ['P14D', '2026-10-26T00:30:00.000Z'],
    ['0 3 * * *, 0 0 1 * *', '2026-09-01T00:00:00.000Z'],
  ])('looks back for %s to %s', (summary, start) => {
    expect(observationWindow(summary, now)?.start).toBe(start);
  });

  it.each([
    undefined,
    '',
    'None',
    'Asset',
    'Never, external triggers only',
    '@once',
    'AfterWorkdayTimetable',
    '61 25 * * *',
    'P0D',
    '0:00:00',
  ])('cannot tell for %s', summary => {
    expect(observationWindow(summary, now)).toBeUndefined();
  });
});
