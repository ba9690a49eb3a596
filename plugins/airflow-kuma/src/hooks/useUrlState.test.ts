import { applyChanges } from './useUrlState';

describe('applyChanges', () => {
  it.each([
    ['mesh=a&text=x', { mesh: ['b', 'c'] }, 'text=x&mesh=b&mesh=c'],
    ['mesh=a&text=x', { mesh: [], text: undefined }, ''],
    ['other=1', { text: 'y' }, 'other=1&text=y'],
    ['text=x', { text: '' }, ''],
  ])('from %s with %j', (from, changes, expected) => {
    expect(applyChanges(new URLSearchParams(from), changes).toString()).toBe(
      expected,
    );
  });
});
