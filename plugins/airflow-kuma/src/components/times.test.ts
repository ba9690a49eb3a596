import { DateTime } from 'luxon';
import { absolute, relative, seconds } from './times';

const now = DateTime.fromISO('2026-11-23T12:00:00Z');

describe('times', () => {
  it.each([
    ['2026-11-23T12:00:02Z', 'just now'],
    ['2026-11-23T09:00:00Z', '3 hours ago'],
    ['2026-11-25T12:00:00Z', 'in 2 days'],
    ['2026-11-30T11:59:50Z', 'in 7 days'],
    ['2026-11-23T10:01:00Z', '1 hour ago'],
    ['yesterday', 'yesterday'],
  ])('relative %s', (iso, expected) => {
    expect(relative(iso, now)).toBe(expected);
  });

  it.each([
    [0.44, '0.4 s'],
    [42.3, '42 s'],
    [125, '2 min'],
    [3900, '1 h 5 min'],
    [7200, '2 h'],
    [864000, '10 days'],
  ])('%d seconds', (value, expected) => {
    expect(seconds(value)).toBe(expected);
  });

  it('shows what is no time as it is', () => {
    expect(absolute('never')).toBe('never');
    expect(absolute('2026-11-23T12:00:00Z')).toMatch(/23 Nov 2026/);
  });
});
