import {
  callersEndCanRetry,
  callersEndHoldsBack,
  callersEndTable,
  CallersEndState,
} from './callersEnd';

const states = callersEndTable.map(({ state }) => state);

describe('states of the caller’s end', () => {
  it('are each told once, and lead to states of the table', () => {
    expect(new Set(states).size).toBe(states.length);
    for (const { state, next } of callersEndTable) {
      expect(next).not.toContain(state);
      for (const other of next) expect(states).toContain(other);
    }
  });

  it('hold a grant back exactly where no call can work', () => {
    const held = states.filter(state => callersEndHoldsBack({ state }));
    expect(held).toEqual<CallersEndState[]>(['waiting', 'refused']);
    // What cannot be told keeps nobody waiting for ever.
    expect(callersEndHoldsBack(undefined)).toBe(false);
  });

  it('can be tried again only once somebody said no', () => {
    expect(states.filter(state => callersEndCanRetry({ state }))).toEqual([
      'refused',
    ]);
    expect(callersEndCanRetry(undefined)).toBe(false);
  });

  it('come to rest once taken back or kept', () => {
    const final = callersEndTable.filter(({ next }) => next.length === 0);
    expect(final.map(({ state }) => state)).toEqual(['taken-back', 'kept']);
  });
});
