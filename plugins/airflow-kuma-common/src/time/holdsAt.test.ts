import { holdsAt, holdsDuring } from './holdsAt';

const ten = '2026-11-27T10:00:00.000Z';
const noon = '2026-11-27T12:00:00.000Z';
const two = '2026-11-27T14:00:00.000Z';

describe('holdsAt', () => {
  it.each([
    ['before it began', '2026-11-27T09:59:59.999Z', false],
    ['when it began', ten, true],
    ['between', '2026-11-27T11:00:00Z', true],
    ['just before its end', '2026-11-27T11:59:59.999Z', true],
    ['at its end', noon, false],
    [
      'at its end, as another zone writes it',
      '2026-11-27T13:00:00+01:00',
      false,
    ],
    ['in it, as another zone writes it', '2026-11-27T12:30:00+01:00', true],
  ])('knows what held %s', (_when, at, expected) => {
    expect(holdsAt({ from: ten, to: noon }, at)).toBe(expected);
  });

  it('holds without an end', () => {
    expect(holdsAt({ from: ten }, '2999-01-01T00:00:00Z')).toBe(true);
    expect(holdsAt({ from: ten }, '2026-11-27T09:00:00Z')).toBe(false);
  });

  it('finds one of two that follow each other at any instant', () => {
    for (const at of [ten, noon, '2026-11-27T13:59:59Z']) {
      const holding = [
        { from: ten, to: noon },
        { from: noon, to: two },
      ].filter(span => holdsAt(span, at));
      expect(holding).toHaveLength(1);
    }
  });
});

describe('holdsDuring', () => {
  const late = '2026-11-27T13:00:00.000Z';

  it.each([
    ['around it', { from: ten, to: two }, true],
    ['within it', { from: noon, to: late }, true],
    ['from before', { from: ten, to: late }, true],
    ['from before on, without an end', { from: ten }, true],
    ['until its first instant', { from: ten, to: noon }, false],
    ['from its end on', { from: two }, false],
    ['from its last second on', { from: '2026-11-27T13:59:59Z' }, true],
  ])('knows what held %s', (_when, span, expected) => {
    expect(holdsDuring(span, { from: noon, to: two })).toBe(expected);
  });

  it('takes a time without an end for one that goes on', () => {
    expect(holdsDuring({ from: two }, { from: ten })).toBe(true);
    expect(holdsDuring({ from: ten, to: noon }, { from: noon })).toBe(false);
  });
});
