import {
  durationEnd,
  durationInWords,
  durationSeconds,
  isLonger,
  UNTIL_REVOKED,
} from './durations';

const from = '2026-02-01T00:00:00.000Z';

describe('durations', () => {
  it.each([
    ['P1D', 86400],
    ['PT15M', 900],
    ['P1M', 28 * 86400],
    ['P0D', undefined],
    ['-P1D', undefined],
    ['a week', undefined],
    ['', undefined],
  ])('%s is %s seconds', (text, seconds) => {
    expect(durationSeconds(text, from)).toBe(seconds);
  });

  it('ends where a calendar says, or never', () => {
    expect(durationEnd('P7D', from)).toBe('2026-02-08T00:00:00.000Z');
    expect(durationEnd(UNTIL_REVOKED, from)).toBeUndefined();
    expect(durationEnd('a week', from)).toBeUndefined();
    expect(durationEnd('P1D', 'soon')).toBeUndefined();
  });

  it('compares', () => {
    expect(isLonger('P8D', 'P1W', from)).toBe(true);
    expect(isLonger('P7D', 'P1W', from)).toBe(false);
    expect(isLonger(UNTIL_REVOKED, 'P1W', from)).toBe(true);
    expect(isLonger('P100Y', UNTIL_REVOKED, from)).toBe(false);
  });
});

describe('durationInWords', () => {
  it.each([
    ['P7D', '7 days'],
    ['P1D', '1 day'],
    ['PT2H', '2 hours'],
    ['P1Y2M', '1 year, 2 months'],
    ['until-revoked', 'until revoked'],
    ['soon', 'soon'],
  ])('duration %s', (text, expected) => {
    expect(durationInWords(text)).toBe(expected);
  });
});
