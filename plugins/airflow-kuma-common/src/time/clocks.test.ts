import { hasExpired } from './clocks';

describe('hasExpired', () => {
  const now = Date.parse('2026-11-27T12:00:00Z');

  it.each([
    ['a day ago', '2026-11-26T12:00:00Z', true],
    ['a minute ago', '2026-11-27T11:59:00Z', true],
    ['59 seconds ago: the clocks may differ', '2026-11-27T11:59:01Z', false],
    ['in an hour', '2026-11-27T13:00:00Z', false],
    ['never', undefined, false],
    ['at no time', 'soon', false],
  ])('knows what ended %s', (_what, end, expected) => {
    expect(hasExpired(end, now)).toBe(expected);
  });
});
