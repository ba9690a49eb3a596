import { mtlsInWords } from './mtlsInWords';

describe('mtlsInWords', () => {
  it.each([
    [{ mtls: 'off' }, 'Off: permissions are not enforced'],
    [{ mtls: 'identity', mtlsMode: 'strict' }, 'MeshIdentity, strict'],
    [
      { mtls: 'ca', mtlsMode: 'permissive' },
      'Mesh CA, permissive: callers without a certificate pass',
    ],
    [{ mtls: 'ca' }, 'Mesh CA'],
  ] as const)('%j', (mesh, expected) => {
    expect(mtlsInWords(mesh)).toBe(expected);
  });
});
