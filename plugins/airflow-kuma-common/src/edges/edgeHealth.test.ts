import { edgeHealth } from './edgeHealth';

describe('edgeHealth', () => {
  it.each([
    ['87 % errors', { errorShare: 0.87 }],
    ['5.3 % errors', { errorShare: 0.053, p95Milliseconds: 9_000 }],
    ['slow: p95 2.4 s', { p95Milliseconds: 2_400, errorShare: 0.01 }],
    [undefined, { errorShare: 0.049, p95Milliseconds: 1_999 }],
    [undefined, {}],
    // Calls that are told elsewhere are not ill here as well.
    [undefined, { errorShare: 1, toldAt: 'identity:x' }],
  ])('says %s', (words, observed) => {
    const facet = { outcome: 'seen' as const, ...observed };
    expect(edgeHealth(facet)?.words).toBe(words);
    expect(edgeHealth({ ...facet, outcome: 'denied' })).toBeUndefined();
  });
});
