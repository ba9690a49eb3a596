import { portalLink } from './portalLink';

describe('portalLink', () => {
  it.each([
    ['https://portal.example.com', 'https://portal.example.com/access/a'],
    ['https://portal.example.com/', 'https://portal.example.com/access/a'],
    ['https://portal.example.com//', 'https://portal.example.com/access/a'],
    ['https://example.com/portal', 'https://example.com/portal/access/a'],
    ['https://example.com/portal/', 'https://example.com/portal/access/a'],
    [undefined, '/access/a'],
  ])('goes on from %s', (baseUrl, link) => {
    expect(portalLink(baseUrl, '/access/a')).toBe(link);
  });
});
