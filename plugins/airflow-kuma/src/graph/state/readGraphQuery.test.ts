import { readGraphQuery } from './readGraphQuery';

const read = (address: string, focus?: string) => {
  const search = new URLSearchParams(address);
  return readGraphQuery(
    {
      one: key => search.get(key) ?? undefined,
      all: key => search.getAll(key),
    },
    focus,
  );
};

describe('readGraphQuery', () => {
  it.each([
    ['', { grouping: 'dataDomain' }],
    ['grouping=odd', { grouping: 'dataDomain' }],
    ['grouping=constructor', { grouping: 'dataDomain' }],
    ['focus=a', { grouping: 'none', focus: ['a'], depth: 1 }],
    ['focus=a&depth=9', { grouping: 'none', focus: ['a'], depth: 1 }],
    [
      'deniedWithin=1&state=offline',
      { grouping: 'dataDomain', deniedWithin: 1, state: ['offline'] },
    ],
    ['deniedWithin=soon', { grouping: 'dataDomain' }],
    [
      'grouping=mesh&open=x&open=y&edgeState=blocked&edgeState=odd',
      { grouping: 'mesh', open: ['x', 'y'], edgeState: ['blocked'] },
    ],
    [
      'asOf=2026-11-23T00:00:00%2B02:00&compareTo=soon&identities=true&mesh=a&text=pay',
      {
        grouping: 'dataDomain',
        asOf: '2026-11-22T22:00:00.000Z',
        identities: true,
        mesh: ['a'],
        text: 'pay',
      },
    ],
  ])('reads %s', (address, expected) => {
    expect(read(address)).toEqual(expected);
  });

  it('keeps the focus that the page gives', () => {
    expect(read('focus=b&depth=2', 'a')).toEqual({
      grouping: 'none',
      focus: ['a', 'b'],
      depth: 2,
    });
  });
});
