import { EDGE_STATES, EDGE_STATE_ORDER, labelOfMany } from './edgeStates';

describe('edge states', () => {
  it('differ without colour: no two share dash and mark', () => {
    const looks = EDGE_STATE_ORDER.map(
      state => `${EDGE_STATES[state].dash}|${EDGE_STATES[state].mark}`,
    );
    expect(new Set(looks).size).toBe(EDGE_STATE_ORDER.length);
  });

  it('have a word each and an icon each', () => {
    const labels = EDGE_STATE_ORDER.map(state => EDGE_STATES[state].label);
    const icons = EDGE_STATE_ORDER.map(state => EDGE_STATES[state].icon);
    expect(new Set(labels).size).toBe(7);
    expect(new Set(icons).size).toBe(7);
  });
});

describe('labelOfMany', () => {
  it('fits one and many', () => {
    expect(labelOfMany('needs-permission', 1)).toBe('Needs permission');
    expect(labelOfMany('needs-permission', 14)).toBe('Need permission');
    expect(labelOfMany('blocked', 5)).toBe('Blocked');
  });
});
