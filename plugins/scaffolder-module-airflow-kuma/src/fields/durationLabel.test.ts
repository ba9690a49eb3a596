import { durationLabel } from './durationLabel';

describe('durationLabel', () => {
  it.each([
    ['P1D', '1 day'],
    ['P30D', '30 days'],
    ['PT4H', '4 hours'],
    ['P1Y2M', '1 year 2 months'],
    ['until-revoked', 'until revoked'],
    ['soon', 'soon'],
  ])('%s is %s', (duration, label) => {
    expect(durationLabel(duration)).toBe(label);
  });
});
