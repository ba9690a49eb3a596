import { capabilitiesOf, parseVersion, selectorsOf } from './capabilities';

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
    ['3.0.0-preview (master of 2026-08-21)', 'measured'],
    ['2.13.1', 'source'],
    ['3.1.0', 'source'],
    ['unknown', 'assumed'],
    ['dev-2.14', 'assumed'],
    ['0.0.0-preview.v0a1b2c3d4', 'assumed'],
    ['2.14.3-vendor.1', 'assumed'],
    ['2.14.3+build.7', 'assumed'],
    ['3.0.0-preview.v0a1b2c3d4', 'assumed'],
    ['2.15.0-rc.1', 'assumed'],
  ])('answers for %s rest on %s', (version, basis) => {
    expect(capabilitiesOf(version).basis).toBe(basis);
  });

  it.each([
    ['all kinds of 2.14', ['TrafficPermission', 'MeshIdentity'], '2.14.0'],
    ['no MeshIdentity', ['TrafficPermission'], '2.11.0'],
    ['no TrafficPermission', ['MeshIdentity'], '3.0.0'],
    ['kinds that it does not tell', undefined, '2.14.0'],
  ])(
    'judges what is no release by what it has: %s',
    (_what, kinds, version) => {
      for (const text of ['0.0.0-preview.v0a1b2c3d4', 'dev', 'unknown', '']) {
        expect(capabilitiesOf(text, kinds)).toEqual({
          ...capabilitiesOf(version),
          basis: 'assumed',
          outboundSwitch: true,
          // A build of 3.0's making can be from before that decision.
          ...(version === '3.0.0' && { restrictsOutbound: 'unknown' }),
        });
      }
      expect(capabilitiesOf('2.13.1', kinds)).toEqual(capabilitiesOf('2.13.1'));
    },
  );

  it.each([
    ['2.9.19', false, false],
    ['2.10.0', true, false],
    ['2.11.17', true, false],
    ['2.12.0', true, true],
    ['3.0.0', true, true],
  ])('%s selects by labels: %s, by ports: %s', (version, labels, ports) => {
    expect(selectorsOf({ version })).toEqual({
      dataplane: labels,
      sectionByPort: ports,
    });
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
