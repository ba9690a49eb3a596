import { worstState } from './worstState';

describe('worstState', () => {
  it('is what people should look at first', () => {
    expect(worstState(['aligned', 'unused', 'blocked', undefined])).toBe(
      'blocked',
    );
    expect(worstState(['unknown', 'needs-permission'])).toBe(
      'needs-permission',
    );
    expect(worstState(['unused', 'unknown'])).toBe('unknown');
  });

  it('is nothing of nothing', () => {
    expect(worstState([])).toBeUndefined();
  });
});
