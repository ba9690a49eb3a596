import { Proxy } from './kuma';
import { areOffline, countProxies, proxyCountWords } from './proxyCounts';

describe('counts of proxies', () => {
  it.each<[Proxy['status'][], object, string, boolean]>([
    [[], { total: 0, online: 0 }, '0 of 0 online', false],
    [
      ['online', 'partially-degraded', 'offline'],
      { total: 3, online: 2 },
      '2 of 3 online',
      false,
    ],
    [['offline'], { total: 1, online: 0 }, '0 of 1 online', true],
    [
      ['unknown', 'unknown'],
      { total: 2, online: 0, unknown: 2 },
      '2, not told whether online',
      false,
    ],
    [
      ['online', 'offline', 'unknown'],
      { total: 3, online: 1, unknown: 1 },
      '1 of 3 online, 1 not told',
      false,
    ],
    [
      ['offline', 'unknown'],
      { total: 2, online: 0, unknown: 1 },
      '0 of 2 online, 1 not told',
      false,
    ],
  ])('of %j', (statuses, counts, words, offline) => {
    const found = countProxies(statuses.map(status => ({ status })));
    expect(found).toEqual(counts);
    expect(proxyCountWords(found)).toBe(words);
    expect(areOffline(found)).toBe(offline);
  });
});
