import { utcMinute } from './utcMinute';

describe('utcMinute', () => {
  it.each([
    ['2026-11-23T04:33:20.123Z', '2026-11-23 04:33 UTC'],
    ['2026-11-23T00:03:00+01:00', '2026-11-22 23:03 UTC'],
    [Date.UTC(2026, 10, 23, 4, 33), '2026-11-23 04:33 UTC'],
    ['soon', 'soon'],
  ])('says %j as people write it', (at, expected) => {
    expect(utcMinute(at)).toBe(expected);
  });
});
