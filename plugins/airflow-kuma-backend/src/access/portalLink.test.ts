import { resolveNotificationLink } from '@backstage/plugin-notifications-node';
import { ACCESS_PATH, portalLink, requestPath } from './portalLink';

const BASES: [baseUrl: string, start: string][] = [
  ['https://portal.example.com', 'https://portal.example.com'],
  ['https://portal.example.com/', 'https://portal.example.com'],
  ['https://example.com/portal', 'https://example.com/portal'],
  ['https://example.com/portal/', 'https://example.com/portal'],
  ['https://example.com/a/portal/', 'https://example.com/a/portal'],
];

describe('portalLink', () => {
  it.each<[string | undefined, string]>([
    ...BASES,
    ['https://portal.example.com//', 'https://portal.example.com'],
    [undefined, ''],
  ])('goes on from %s', (baseUrl, start) => {
    expect(portalLink(baseUrl, '/access/a')).toBe(`${start}/access/a`);
  });

  // What we hand out as a path, notifications and e-mails resolve so.
  it.each(BASES)('agrees with links in messages below %s', (baseUrl, start) => {
    for (const path of [ACCESS_PATH, requestPath('a')]) {
      expect(resolveNotificationLink(path, baseUrl)).toBe(`${start}${path}`);
      expect(portalLink(baseUrl, path)).toBe(`${start}${path}`);
    }
  });

  it('lets no id leave its place', () => {
    expect(requestPath('a/../b?c#d')).toBe(
      '/airflow-kuma/access/requests/a%2F..%2Fb%3Fc%23d',
    );
  });
});
