import { proxyCountLook } from './ProxyCountChip';

describe('proxyCountLook', () => {
  it.each([
    [{ online: 0, total: 0 }, 'neutral', 'No proxy'],
    [{ online: 0, total: 2 }, 'error', '0 of 2 online'],
    [{ online: 1, total: 2 }, 'warning', '1 of 2 online'],
    [{ online: 2, total: 2 }, 'ok', '2 of 2 online'],
    [
      { online: 0, total: 2, unknown: 2 },
      'neutral',
      '2, not told whether online',
    ],
    [
      { online: 0, total: 2, unknown: 1 },
      'warning',
      '0 of 2 online, 1 not told',
    ],
  ])('%j', (proxies, tone, label) => {
    expect(proxyCountLook(proxies)).toMatchObject({ tone, label });
  });
});
