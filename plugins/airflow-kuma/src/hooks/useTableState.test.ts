import { readTableQuery } from './useTableState';

const read = (address: string, filters = true) => {
  const search = new URLSearchParams(address);
  return readTableQuery(
    {
      one: key => search.get(key) ?? undefined,
      all: key => search.getAll(key),
    },
    filters,
  );
};

describe('readTableQuery', () => {
  it.each([
    ['', { offset: 0, limit: 20 }],
    [
      'limit=50&offset=100&orderBy=-name',
      { offset: 100, limit: 50, orderBy: '-name' },
    ],
    ['limit=9999&offset=-3', { offset: 0, limit: 200 }],
    ['limit=0&offset=x', { offset: 0, limit: 1 }],
    [
      'mesh=a&mesh=b&text=pay',
      { offset: 0, limit: 20, mesh: ['a', 'b'], text: 'pay' },
    ],
  ])('reads %s', (address, expected) => {
    expect(read(address)).toEqual(expected);
  });

  it('leaves filters alone where a table has none', () => {
    expect(read('mesh=a&text=pay', false)).toEqual({ offset: 0, limit: 20 });
  });
});
