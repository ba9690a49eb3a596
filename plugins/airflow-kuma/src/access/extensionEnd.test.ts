import { extensionEnd } from './extensionEnd';

describe('extensionEnd', () => {
  const now = '2026-11-26T12:00:00.000Z';

  it.each([
    ['2026-12-26T12:00:00.000Z', 'P1D', '2026-12-27T12:00:00.000Z'],
    ['2026-11-26T12:00:01.000Z', 'PT1H', '2026-11-26T13:00:01.000Z'],
    // Ended while it was asked: counted from now.
    ['2026-11-25T00:00:00.000Z', 'P1D', '2026-11-27T12:00:00.000Z'],
    ['2026-12-26T12:00:00.000Z', 'until-revoked', undefined],
    ['2026-12-26T12:00:00.000Z', 'nonsense', undefined],
    ['2026-12-26T12:00:00.000Z', '', undefined],
  ])('%s longer by "%s" is %s', (end, duration, expected) => {
    expect(extensionEnd(end, duration, now)).toBe(expected);
  });
});
