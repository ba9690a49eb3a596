import { toSearch } from './toSearch';

describe('toSearch', () => {
  it.each([
    [{}, ''],
    [{ text: '', mesh: [], open: undefined, identities: false }, ''],
    [{ mesh: ['a b', 'c'], limit: 5 }, '?mesh=a+b&mesh=c&limit=5'],
    [{ identities: true, offset: 0 }, '?identities=true&offset=0'],
  ])('writes %j as %s', (query, expected) => {
    expect(toSearch(query)).toBe(expected);
  });
});
