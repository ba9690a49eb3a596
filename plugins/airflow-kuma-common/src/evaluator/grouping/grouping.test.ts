import { cellsOf, covers, dimensionsOf } from './cells';
import { maximalCliques } from './cliques';
import { components } from './components';
import { graphOf, intersect, Subset } from './subset';

const everyone: Subset = [];
const orders: Subset = [['service', 'orders']];
const web: Subset = [['service', 'web']];
const east: Subset = [['zone', 'east']];
const webEast: Subset = [...web, ...east];

describe('intersect', () => {
  it.each([
    [everyone, orders, true],
    [orders, web, false],
    [orders, east, true],
    [webEast, web, true],
    [webEast, orders, false],
    [orders, orders, true],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(intersect(a, b)).toBe(expected);
    expect(intersect(b, a)).toBe(expected);
  });
});

describe('groups', () => {
  const sorted = (groups: number[][] = []) =>
    groups.map(group => group.join()).sort();

  it.each([
    [
      'an allow under two denies',
      [everyone, orders, web],
      ['0,1', '0,2'],
      ['0,1,2'],
    ],
    ['different keys', [everyone, orders, east], ['0,1,2'], ['0,1,2']],
    ['apart', [orders, web], ['0', '1'], ['0', '1']],
    ['joined by a third', [orders, web, east], ['0,2', '1,2'], ['0,1,2']],
    ['nothing', [], [], []],
  ])('%s', (_title, subsets, cliques, connected) => {
    const graph = graphOf(subsets as Subset[]);
    expect(components(graph).map(group => group.join())).toEqual(connected);
    const found = maximalCliques(graph, 1000);
    // Without nodes the empty set is the one maximal clique.
    expect(sorted(found).filter(Boolean)).toEqual(cliques);
  });

  it('gives up where there are too many cliques', () => {
    const subsets: Subset[] = [];
    for (let key = 0; key < 12; key++) {
      for (let value = 0; value < 4; value++)
        subsets.push([[`k${key}`, `v${value}`]]);
    }
    expect(maximalCliques(graphOf(subsets), 20_000)).toBeUndefined();
  });
});

describe('cells', () => {
  const dimensions = dimensionsOf([orders, web, east]);
  const cells = (tags: string[], limit = 100) =>
    cellsOf(
      dimensions,
      (key, value) => tags.includes(`${key}=${value}`),
      limit,
    )?.map(cell => [...cell].map(pair => pair.join('=')).join());

  it.each([
    [['service=web', 'zone=east'], ['service=web,zone=east']],
    [['service=web'], ['service=web,zone=']],
    [['service=pay'], ['service=,zone=']],
    [
      ['service=web', 'service=orders'],
      ['service=orders,zone=', 'service=web,zone='],
    ],
  ])('of a caller with %j', (tags, expected) => {
    expect(cells(tags)).toEqual(expected);
  });

  it('are too many', () => {
    expect(cells(['service=web', 'service=orders'], 1)).toBeUndefined();
  });

  it('are covered by what they have all of', () => {
    const cell = new Map([
      ['service', 'web'],
      ['zone', undefined],
    ]);
    expect(
      [everyone, web, orders, webEast].map(subset => covers(subset, cell)),
    ).toEqual([true, true, false, false]);
  });
});
