import { isDue } from './isDue';

const now = new Date('2026-01-01T00:01:00.000Z');
const ago = (seconds: number) =>
  new Date(now.getTime() - seconds * 1000).toISOString();
const options = { now, interval: 10_000, slack: 2_000 };

describe('isDue', () => {
  it.each([
    ['never read', { refresh: false }, true],
    ['asked for', { refresh: true, lastAttempt: ago(0) }, true],
    ['just read', { refresh: false, lastAttempt: ago(2) }, false],
    [
      'would be late at the next question',
      { refresh: false, lastAttempt: ago(9) },
      true,
    ],
    ['late', { refresh: false, lastAttempt: ago(60) }, true],
    [
      'hurried',
      { refresh: false, lastAttempt: ago(2), hurryUntil: ago(-30) },
      true,
    ],
    [
      'hurried in the past',
      { refresh: false, lastAttempt: ago(2), hurryUntil: ago(1) },
      false,
    ],
    [
      'read in the future, the clock was set back',
      { refresh: false, lastAttempt: ago(-99) },
      true,
    ],
  ])('%s', (_, record, expected) => {
    expect(isDue(record, options)).toBe(expected);
  });
});
