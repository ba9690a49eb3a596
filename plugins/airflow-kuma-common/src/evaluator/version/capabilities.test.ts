import { capabilitiesOf, parseVersion } from './capabilities';

describe('parseVersion', () => {
  it.each([
    ['2.14.3', 2, 14, 3],
    ['3.0.0-preview (master of 2026-08-21)', 3, 0, 0],
    ['v2.9', 2, 9, 0],
    ['2.13.1-vendor.3', 2, 13, 1],
    ['unknown', 2, 14, 0],
    ['dev-0a1b2c3d4', 2, 14, 0],
    ['0.0.0-preview.v0a1b2c3d4', 2, 14, 0],
    ['0.0.0-preview.vlocal-build', 2, 14, 0],
    ['', 2, 14, 0],
    [undefined, 2, 14, 0],
  ])('%s', (text, major, minor, patch) => {
    expect(parseVersion(text)).toMatchObject({ major, minor, patch });
  });
});

describe('capabilitiesOf', () => {
  it.each([
    ['2.9.10', { rules: false, cliques: false, denyFirst: false }],
    ['2.9.11', { rules: false, cliques: true, legacy: true }],
    ['2.11.8', { rules: false, cliques: false, meshIdentity: false }],
    [
      '2.12.0',
      { rules: true, cliques: false, denyFirst: false, meshIdentity: true },
    ],
    ['2.13.1', { rules: true, cliques: true, identityNeedsRules: false }],
    ['2.14.0', { cliques: true, denyFirst: true, identityNeedsRules: true }],
    [
      '3.0.0-preview',
      { legacy: false, sniByPortName: true, targetByName: false },
    ],
  ])('%s', (version, expected) => {
    expect(capabilitiesOf(version)).toMatchObject(expected);
  });

  it.each([
    ['2.14.3', 'measured'],
    ['3.0.0-preview', 'measured'],
    ['2.13.1', 'source'],
    ['3.1.0', 'source'],
    ['unknown', 'source'],
    ['0.0.0-preview.v0a1b2c3d4', 'source'],
  ])('answers for %s rest on %s', (version, basis) => {
    expect(capabilitiesOf(version).basis).toBe(basis);
  });

  it('knows which kinds select', () => {
    expect([...capabilitiesOf('2.9.0').targetKinds]).not.toContain('Dataplane');
    expect([...capabilitiesOf('2.10.0').targetKinds]).toContain('Dataplane');
    expect([...capabilitiesOf('3.0.0').targetKinds]).toEqual([
      'Mesh',
      'Dataplane',
    ]);
  });
});
