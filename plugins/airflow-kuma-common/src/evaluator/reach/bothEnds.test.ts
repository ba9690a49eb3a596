import { bothEnds } from './bothEnds';
import { callerWayOut } from './callerWayOut';
import { WayOut, WayOutCode } from './types';

const way = (state: WayOut['state'], code: WayOutCode = 'listed'): WayOut => ({
  state,
  code,
  reason: `${state} by ${code}`,
});

describe('bothEnds', () => {
  it.each([
    ['allow', 'open', 'allow', 'destination'],
    ['deny', 'open', 'deny', 'destination'],
    ['not-enforced', 'open', 'not-enforced', 'destination'],
    ['unknown', 'open', 'unknown', 'destination'],
    ['allow', 'closed', 'deny', 'caller'],
    ['deny', 'closed', 'deny', 'both'],
    // As plain traffic past the mesh it may get there.
    ['not-enforced', 'closed', 'unknown', 'caller'],
    ['unknown', 'closed', 'unknown', 'caller'],
    ['allow', 'unknown', 'unknown', 'caller'],
    ['deny', 'unknown', 'deny', 'destination'],
    ['not-enforced', 'unknown', 'unknown', 'caller'],
    ['unknown', 'unknown', 'unknown', 'caller'],
  ] as const)(
    '%s at the destination with a way out that is %s is %s by the %s',
    (enforced, state, outcome, decides) => {
      expect(bothEnds(enforced, { state })).toEqual({ outcome, decides });
    },
  );

  it('is denied where nothing gets past the mesh either', () => {
    for (const enforced of ['not-enforced', 'unknown'] as const) {
      expect(bothEnds(enforced, { state: 'closed', isShut: true })).toEqual({
        outcome: 'deny',
        decides: 'caller',
      });
    }
  });

  it('is the destination alone where there is no way out to tell', () => {
    expect(bothEnds('allow', undefined)).toEqual({
      outcome: 'allow',
      decides: 'destination',
    });
  });
});

describe('callerWayOut', () => {
  it('is as open as the least open, and counts those', () => {
    expect(
      callerWayOut([
        { proxies: 3, wayOut: way('open') },
        { proxies: 2, wayOut: way('closed', 'not-listed') },
        { proxies: 1, wayOut: way('unknown', 'chance') },
      ]),
    ).toEqual({ ...way('closed', 'not-listed'), proxies: 6, alike: 2 });
    expect(
      callerWayOut([
        { proxies: 1, wayOut: way('open') },
        { proxies: 1, wayOut: way('unknown', 'chance') },
      ]),
    ).toMatchObject({ state: 'unknown', alike: 1 });
  });

  it('names a narrowed proxy rather than one that only takes calls', () => {
    const closed = callerWayOut([
      { proxies: 1, wayOut: way('closed', 'no-outbounds') },
      { proxies: 1, wayOut: way('closed', 'not-listed') },
    ]);
    expect(closed).toMatchObject({ code: 'not-listed', alike: 2 });
  });

  it('tells nothing where all proxies only take calls, or there is none', () => {
    expect(callerWayOut([])).toBeUndefined();
    expect(
      callerWayOut([{ proxies: 4, wayOut: way('closed', 'no-outbounds') }]),
    ).toBeUndefined();
  });
});
