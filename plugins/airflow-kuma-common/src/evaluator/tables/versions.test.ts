import {
  exact,
  identity,
  mtlsMesh,
  permission,
  prefix,
  rule,
  trafficPermission,
} from '../__testUtils__/meshes';
import {
  legacyCaller,
  allowAll,
  dataplanes,
  evaluate,
} from '../__testUtils__/tables';

/** What was only read in Kuma's source, never measured: versions before 2.14. */

const onPay = {
  targetRef: { kind: 'Dataplane', labels: { app: 'pay' } },
};
const anybody = trafficPermission(
  'all',
  { 'kuma.io/service': '*' },
  { 'kuma.io/service': '*' },
);

describe('versions', () => {
  const open = permission('open', rule({ allow: [prefix('orders')] }));
  const closed = permission('closed', {
    ...onPay,
    ...rule({ deny: [exact('orders')] }),
  });

  it.each([
    // Before 2.14 matchers follow the policies, the mesh-wide one first.
    ['2.12.3', 'allow', 'open'],
    ['2.13.1', 'allow', 'open'],
    ['2.14.0', 'deny', 'closed'],
    ['3.0.0', 'deny', 'closed'],
  ])(
    '%s: mesh-wide allow against a narrower deny is %s',
    (version, enforced, name) => {
      const verdict = evaluate({
        version,
        meshIdentities: [identity()],
        dataplanes,
        meshTrafficPermissions: [closed, open],
      });
      expect(verdict).toMatchObject({
        enforced,
        decidedBy: { policy: { name } },
      });
    },
  );

  it('2.13: a deny within a rule still goes before its allow', () => {
    const both = permission(
      'both',
      rule({ allow: [prefix('o')], deny: [exact('orders')] }),
    );
    const snapshot = {
      version: '2.13.0',
      meshIdentities: [identity()],
      dataplanes,
      meshTrafficPermissions: [both],
    };
    expect(evaluate(snapshot).enforced).toBe('deny');
  });

  it.each([
    ['2.13.1', 'allow', 'allowed-by-rule'],
    ['2.14.3', 'deny', 'identity-needs-rules'],
  ])(
    '%s: `from` on a destination with an identity: %s',
    (version, enforced, code) => {
      const verdict = evaluate({
        version,
        meshIdentities: [identity()],
        dataplanes,
        meshTrafficPermissions: [permission('f', { from: allowAll })],
      });
      expect(verdict).toMatchObject({ enforced, code });
    },
  );

  it.each([
    ['2.11.9', 'allow', 'traffic-permission'],
    ['2.12.0', 'deny', 'rules'],
  ])(
    '%s: `rules` beside a TrafficPermission: %s by %s',
    (version, enforced, dialect) => {
      const verdict = evaluate(
        {
          version,
          mesh: mtlsMesh(),
          dataplanes,
          meshTrafficPermissions: [open],
          trafficPermissions: [anybody],
        },
        legacyCaller('orders'),
      );
      expect(verdict).toMatchObject({ enforced, dialect, basis: 'source' });
    },
  );

  it.each([
    ['2.9.13', 'denied-by-default'],
    ['2.10.10', 'allowed-by-rule'],
  ])('%s: a target of kind Dataplane: %s', (version, code) => {
    const policy = permission('f', { ...onPay, from: allowAll });
    const snapshot = {
      version,
      mesh: mtlsMesh(),
      dataplanes,
      meshTrafficPermissions: [policy],
    };
    expect(evaluate(snapshot, legacyCaller('orders')).code).toBe(code);
  });

  it.each([
    ['2.9.10', true, 'deny'],
    ['2.9.11', true, 'allow'],
    ['2.9.11', false, 'deny'],
    ['2.13.0', true, 'deny'],
    ['2.13.1', true, 'allow'],
  ])(
    '%s with cliques %s: two denies under an allow: %s',
    (version, cliques, enforced) => {
      const deny = (name: string) => ({
        targetRef: { kind: 'MeshService', name },
        default: { action: 'Deny' },
      });
      const from = [...allowAll, deny('orders'), deny('web')];
      const verdict = evaluate(
        {
          version,
          cliques,
          mesh: mtlsMesh(),
          dataplanes,
          meshTrafficPermissions: [permission('f', { from })],
        },
        legacyCaller('orders'),
      );
      expect(verdict).toMatchObject({ enforced, intended: 'deny' });
    },
  );

  it.each([
    ['2.11.9', 'mtls-off'],
    ['2.12.0', 'denied-by-default'],
  ])('%s: a MeshIdentity without Mesh.mtls: %s', (version, code) => {
    expect(
      evaluate({ version, meshIdentities: [identity()], dataplanes }).code,
    ).toBe(code);
  });

  it('3.0: Mesh.mtls does nothing', () => {
    expect(
      evaluate({ version: '3.0.0', mesh: mtlsMesh(), dataplanes }),
    ).toMatchObject({
      enforced: 'not-enforced',
      code: 'no-identity-on-destination',
    });
  });

  it('a version that tells no number is taken for 2.14, but not as measured', () => {
    const snapshot = {
      meshIdentities: [identity()],
      dataplanes,
      meshTrafficPermissions: [open, closed],
    };
    expect(evaluate({ ...snapshot, version: 'unknown' })).toMatchObject({
      enforced: 'deny',
      basis: 'assumed',
    });
    expect(evaluate({ ...snapshot, version: '2.14.3' }).basis).toBe('measured');
  });
});
