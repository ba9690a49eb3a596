import { dayEnd, dayStart } from './days';

describe('days', () => {
  it('span the day of the viewer', () => {
    const hours =
      (Date.parse(dayEnd('2026-11-23')!) -
        Date.parse(dayStart('2026-11-23')!)) /
      3_600_000;
    expect(hours).toBeCloseTo(24, 3);
  });

  it.each([undefined, '', 'soon'])('are nothing for %s', text => {
    expect(dayStart(text)).toBeUndefined();
    expect(dayEnd(text)).toBeUndefined();
  });
});
