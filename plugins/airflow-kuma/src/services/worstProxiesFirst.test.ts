import { worstProxiesFirst } from './worstProxiesFirst';

const now = Date.parse('2026-11-23T00:00:00Z');
const proxy = (
  name: string,
  status: 'online' | 'offline',
  expires?: string,
) => ({
  name,
  status,
  certificate: expires ? { expires } : undefined,
});

describe('worstProxiesFirst', () => {
  it('puts what has expired before what is offline before what is well', () => {
    const proxies = [
      proxy('external', 'online'),
      proxy('late', 'online', '2026-11-25T00:00:00Z'),
      proxy('soon', 'online', '2026-11-23T01:00:00Z'),
      proxy('offline', 'offline', '2026-11-24T00:00:00Z'),
      proxy('expired', 'online', '2026-11-22T00:00:00Z'),
    ];
    expect(worstProxiesFirst(proxies, now).map(({ name }) => name)).toEqual([
      'expired',
      'offline',
      'soon',
      'late',
      'external',
    ]);
  });
});
