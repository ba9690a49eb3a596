import { lastUseOf } from './lastUseOf';

const seen = (...times: string[]) =>
  times.map(lastSeen => ({ observed: { lastSeen } as any }));

describe('when a grant was last used', () => {
  const activeSince = '2026-11-26T12:00:00.000Z';

  it.each([
    ['nothing was seen', {}, [], undefined],
    ['only before it took effect', {}, ['2026-11-26T11:59:37Z'], undefined],
    [
      'since then, the newest',
      {},
      ['2026-11-26T12:00:01Z', '2026-11-26T12:30:00Z'],
      '2026-11-26T12:30:00Z',
    ],
    [
      'before an extension of it',
      { heldSince: '2026-11-20T00:00:00Z' },
      ['2026-11-26T11:00:00Z'],
      '2026-11-26T11:00:00Z',
    ],
    [
      'after its end, by what else lets in',
      { endedAt: '2026-11-26T13:00:00Z', lastUsed: '2026-11-26T12:10:00Z' },
      ['2026-11-26T14:00:00Z'],
      '2026-11-26T12:10:00Z',
    ],
    [
      'at its very end, when it held no more',
      { endedAt: '2026-11-26T13:00:00.000Z' },
      ['2026-11-26T12:59:59.999Z', '2026-11-26T13:00:00Z'],
      '2026-11-26T12:59:59.999Z',
    ],
    [
      'as it was kept, from before it took effect',
      { lastUsed: '2026-11-26T11:59:59Z' },
      [],
      undefined,
    ],
  ])('%s', (_name, record, times, expected) => {
    expect(lastUseOf({ activeSince, ...record }, seen(...times))).toBe(
      expected,
    );
  });

  it('is never where it never took effect', () => {
    expect(lastUseOf({}, seen('2026-11-26T12:00:01Z'))).toBeUndefined();
  });
});
