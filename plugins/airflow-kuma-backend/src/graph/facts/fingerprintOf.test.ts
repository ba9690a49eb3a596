import { meshSnapshot, permission } from '../__testUtils__/resources';
import { fingerprintOf } from './fingerprintOf';

describe('fingerprintOf', () => {
  const policy = permission('a', 'payments', { allow: ['spiffe://x'] });
  const base = meshSnapshot({ meshTrafficPermissions: [policy] });

  it('is the same for the same mesh', () => {
    expect(fingerprintOf(structuredClone(base))).toBe(fingerprintOf(base));
  });

  it.each([
    [
      'a policy changed',
      {
        meshTrafficPermissions: [
          { ...policy, modificationTime: '2026-11-21T00:00:00Z' },
        ],
      },
    ],
    [
      'a policy was edited and keeps its times, as on Kubernetes',
      {
        meshTrafficPermissions: [
          { ...policy, spec: { ...(policy.spec as object), rules: [] } },
        ],
      },
    ],
    [
      'a service came with the time of another',
      { meshServices: [{ ...policy, type: 'MeshService', name: 'b' }] },
    ],
    [
      'a MeshTLS says something else',
      { meshTLSes: [{ ...policy, type: 'MeshTLS', spec: { from: [] } }] },
    ],
    ['a policy went', { meshTrafficPermissions: [] }],
    [
      'the kind of a policy differs',
      { meshTrafficPermissions: [], trafficPermissions: [policy] },
    ],
    ['the grouping is another', { cliques: false }],
    ['ways out are closed by default', { restrictOutbound: true }],
    ['the mesh itself changed', { mesh: { ...base.mesh, mtls: {} } }],
  ])('differs when %s', (_, change) => {
    expect(fingerprintOf({ ...base, ...change })).not.toBe(fingerprintOf(base));
  });
});
