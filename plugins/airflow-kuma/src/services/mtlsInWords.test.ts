import { mtlsInWords } from './mtlsInWords';

describe('mtlsInWords', () => {
  it.each([
    ['off', 'not-enforced', 'Off: permissions are not enforced'],
    ['identity', 'enforced', 'MeshIdentity, strict'],
    [
      'identity',
      'not-enforced',
      'MeshIdentity, but nothing checks callers of this service',
    ],
    [
      'ca',
      'permissive',
      'Mesh CA, permissive: callers without a certificate pass',
    ],
    ['ca', 'unknown', 'Mesh CA'],
  ] as const)('%s where it is %s', (mtls, state, expected) => {
    expect(mtlsInWords({ mtls }, { state })).toBe(expected);
  });

  it('says no mode where nobody could be judged', () => {
    expect(mtlsInWords({ mtls: 'identity' }, undefined)).toBe('MeshIdentity');
  });
});
