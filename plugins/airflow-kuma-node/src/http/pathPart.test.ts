import { buildUrl } from './buildUrl';
import { pathPart } from './pathPart';

describe('pathPart', () => {
  it.each([
    'orders',
    'a/../../b',
    '..%2f',
    '...',
    '//evil.example.com',
    '@evil.example.com',
    '?shadow=true',
    '#end',
    'a;b\r\nhost: c',
  ])('keeps %j where it is put', id => {
    const url = new URL(
      buildUrl('https://up.example.com/base', {
        path: `/meshes/${pathPart(id)}/dataplanes`,
      }),
    );
    expect([url.host, url.search, url.hash]).toEqual([
      'up.example.com',
      '',
      '',
    ]);
    const steps = url.pathname.split('/').map(decodeURIComponent);
    expect(steps).toEqual(['', 'base', 'meshes', id, 'dataplanes']);
  });

  it.each(['', '.', '..'])('refuses %j, which would go elsewhere', id => {
    expect(() => pathPart(id)).toThrow('cannot be asked for');
  });
});
