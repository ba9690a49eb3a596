import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  prefix,
  proxy,
  rule,
  spiffeId,
  trafficPermission,
} from '../__testUtils__/meshes';
import { KumaResource, LintFinding, MeshSnapshot } from '../types';
import { lintMesh } from './lintMesh';

const dataplanes = ['data', 'data-science', 'orders', 'web'].map(name =>
  proxy(name),
);
const onOrders = {
  targetRef: { kind: 'Dataplane', labels: { app: 'orders' } },
};
const byName = { targetRef: { kind: 'Dataplane', name: 'orders' } };
const everybody = {
  spiffeID: { type: 'Prefix', value: 'spiffe://default.zone-1.mesh.local' },
};
const services = (...names: string[]) =>
  names.map(name => ({
    targetRef: { kind: 'MeshService', name },
    default: { action: 'Deny' },
  }));

function withRules(
  spec: Record<string, unknown>,
  parts: Partial<MeshSnapshot> = {},
) {
  return meshOf({
    meshIdentities: [identity()],
    dataplanes,
    meshTrafficPermissions: [permission('p', spec)],
    ...parts,
  });
}

function legacy(parts: Partial<MeshSnapshot>) {
  return meshOf({ mesh: mtlsMesh(), dataplanes, ...parts });
}

/** Findings of a code, as short texts. */
function found(snapshot: MeshSnapshot, code: LintFinding['code']) {
  return lintMesh(snapshot)
    .filter(finding => finding.code === code)
    .map(({ severity, policy, affected }) => [
      severity,
      policy!.name,
      ...affected,
    ]);
}

describe('lintMesh', () => {
  it('finds nothing in a tidy mesh', () => {
    const snapshot = withRules({
      ...onOrders,
      ...rule({ allow: [exact('data')] }),
    });
    expect(lintMesh(snapshot)).toEqual([]);
  });

  describe('prefix-matches-more', () => {
    it.each([
      ['a name', prefix('data'), [spiffeId('data-science')]],
      [
        'a part of names',
        prefix('da'),
        [spiffeId('data'), spiffeId('data-science')],
      ],
      ['all of a name', prefix('data-science'), undefined],
      ['a whole trust domain', everybody, undefined],
    ])('a prefix of %s', (_title, match, others) => {
      const snapshot = withRules(rule({ allow: [match, exact('orders')] }));
      expect(found(snapshot, 'prefix-matches-more')).toEqual(
        others ? [['warning', 'p', ...others]] : [],
      );
    });

    it('also in denies, and of a cut trust domain', () => {
      const cut = {
        spiffeID: { type: 'Prefix', value: 'spiffe://default.zone-1' },
      };
      const [finding] = lintMesh(withRules(rule({ deny: [cut] })));
      expect(finding).toMatchObject({
        code: 'prefix-matches-more',
        affectedTotal: 4,
      });
    });
  });

  it.each([
    ['mesh-wide', rule({ allow: [everybody] }), 'warning'],
    ['on one proxy', { ...onOrders, ...rule({ allow: [everybody] }) }, 'info'],
    ['in shadow', rule({ allowWithShadowDeny: [everybody] }), 'warning'],
    ['a deny', rule({ deny: [everybody] }), undefined],
    ['a narrow prefix', rule({ allow: [prefix('data-science')] }), undefined],
  ])('allow-everything: %s', (_title, spec, severity) => {
    const codes = found(withRules(spec), 'allow-everything').map(
      ([each]) => each,
    );
    expect(codes).toEqual(severity ? [severity] : []);
  });

  it('allow-everything: `from` Mesh as the last word, and TrafficPermission', () => {
    const anybody = {
      targetRef: { kind: 'Mesh' },
      default: { action: 'Allow' },
    };
    const open = permission('open', { from: [...services('web'), anybody] });
    const closed = permission('closed', {
      from: [anybody, ...services('web')],
    });
    const tp = trafficPermission(
      't',
      { 'kuma.io/service': '*' },
      { 'kuma.io/service': '*' },
    );
    const snapshot = legacy({
      meshTrafficPermissions: [open, closed],
      trafficPermissions: [tp],
    });
    expect(found(snapshot, 'allow-everything').map(([, name]) => name)).toEqual(
      ['open', 't'],
    );
  });

  it('selects-nothing: no inbound, or no caller that is there', () => {
    const spec = {
      targetRef: { kind: 'Dataplane', labels: { app: 'nope' } },
      ...rule({ allow: [exact('data')] }),
    };
    expect(found(withRules(spec), 'selects-nothing')).toEqual([
      ['warning', 'p'],
    ]);
    const ghost = {
      ...onOrders,
      ...rule({ allow: [exact('ghost'), exact('data')] }),
    };
    expect(found(withRules(ghost), 'selects-nothing')).toEqual([
      ['info', 'p', `exact ${spiffeId('ghost')}`],
    ]);
    const tp = trafficPermission(
      't',
      { 'kuma.io/service': '*' },
      { 'kuma.io/service': 'x' },
    );
    expect(
      found(legacy({ trafficPermissions: [tp] }), 'selects-nothing'),
    ).toEqual([['warning', 't']]);
  });

  describe('never-decides', () => {
    it('an allow that a deny covers everywhere', () => {
      const allow = permission('allow', {
        ...onOrders,
        ...rule({ allow: [exact('data')] }),
      });
      const deny = permission('deny', rule({ deny: [prefix('data')] }));
      const snapshot = withRules({}, { meshTrafficPermissions: [allow, deny] });
      expect(found(snapshot, 'never-decides')).toEqual([
        ['warning', 'allow', 'deny'],
      ]);
    });

    it('not an allow that is denied on some inbounds only', () => {
      const allow = permission('allow', rule({ allow: [exact('data')] }));
      const deny = permission('deny', {
        ...onOrders,
        ...rule({ deny: [prefix('data')] }),
      });
      const snapshot = withRules({}, { meshTrafficPermissions: [allow, deny] });
      expect(found(snapshot, 'never-decides')).toEqual([]);
    });

    it('older dialects under `rules` or an identity', () => {
      const from = permission('from', { ...onOrders, from: services('web') });
      const rules = permission(
        'rules',
        rule({ allow: [prefix('data-science')] }),
      );
      const underRules = legacy({ meshTrafficPermissions: [from, rules] });
      expect(found(underRules, 'never-decides')).toEqual([
        ['warning', 'from', 'rules'],
      ]);
      const underIdentity = withRules({}, { meshTrafficPermissions: [from] });
      expect(found(underIdentity, 'never-decides')).toEqual([
        ['warning', 'from'],
      ]);
      const alone = legacy({ meshTrafficPermissions: [from] });
      expect(found(alone, 'never-decides')).toEqual([]);
    });

    it('a TrafficPermission that others replace everywhere', () => {
      const to = { 'kuma.io/service': 'orders' };
      const first = trafficPermission(
        'first',
        { 'kuma.io/service': 'web' },
        to,
      );
      const second = trafficPermission(
        'second',
        { 'kuma.io/service': 'data' },
        to,
        '2026-01-01T00:00:00.000000001Z',
      );
      const snapshot = legacy({ trafficPermissions: [first, second] });
      expect(found(snapshot, 'never-decides')).toEqual([
        ['warning', 'first', 'second'],
      ]);
      expect(found(snapshot, 'replaces-another')).toEqual([
        ['warning', 'second', 'first'],
      ]);
    });
  });

  it('widens-in-3.0: a name, with all proxies that it gains', () => {
    const spec = { ...byName, ...rule({ allow: [exact('data')] }) };
    expect(found(withRules(spec), 'widens-in-3.0')).toEqual([
      ['error', 'p', 'data/http', 'data-science/http', 'web/http'],
    ]);
    expect(
      found(withRules(spec, { version: '3.0.0' }), 'widens-in-3.0'),
    ).toEqual([]);
  });

  it('refused-in-3.0: `from`, old targets and TrafficPermission', () => {
    const snapshot = legacy({
      meshTrafficPermissions: [
        permission('from', { from: services('web') }),
        permission('target', {
          targetRef: { kind: 'MeshService', name: 'orders' },
          ...rule({ allow: [prefix('data-science')] }),
        }),
        permission('fine', rule({ allow: [prefix('data-science')] })),
      ],
      trafficPermissions: [
        trafficPermission(
          't',
          { 'kuma.io/service': 'web' },
          { 'kuma.io/service': 'web' },
        ),
      ],
    });
    expect(found(snapshot, 'refused-in-3.0').map(([, name]) => name)).toEqual([
      'from',
      'target',
      't',
    ]);
  });

  it('over-permissive-grouping: names the callers that Envoy lets in', () => {
    const from = [
      { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
      ...services('orders', 'web'),
    ];
    const snapshot = legacy({
      meshTrafficPermissions: [permission('p', { from })],
    });
    expect(found(snapshot, 'over-permissive-grouping')).toEqual([
      ['error', 'p', 'orders', 'web'],
    ]);
    expect(
      found({ ...snapshot, cliques: false }, 'over-permissive-grouping'),
    ).toEqual([]);
  });

  it('over-permissive-grouping: leaves out callers without a way out', () => {
    const from = [
      { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
      ...services('orders', 'web'),
    ];
    const narrowed = (name: string, ...reachableServices: string[]) =>
      proxy(name, {
        networking: { transparentProxying: { reachableServices } },
      });
    const withCallers = (...callers: KumaResource[]) =>
      found(
        legacy({
          dataplanes: [proxy('data'), ...callers],
          meshTrafficPermissions: [permission('p', { from })],
        }),
        'over-permissive-grouping',
      );
    expect(withCallers(narrowed('orders', 'nobody'), proxy('web'))).toEqual([
      ['error', 'p', 'web'],
    ]);
    expect(withCallers(narrowed('orders', 'data'))).toEqual([
      ['error', 'p', 'orders'],
    ]);
    // One open proxy of a caller is enough for a call.
    const another = { ...proxy('orders'), name: 'orders-2' };
    expect(withCallers(narrowed('orders', 'nobody'), another)).toEqual([
      ['error', 'p', 'orders-2'],
    ]);
    expect(withCallers(narrowed('orders', 'nobody'))).toEqual([]);
  });

  describe('references of proxies', () => {
    const payments: KumaResource = {
      type: 'MeshService',
      name: 'payments',
      labels: { 'kuma.io/zone': 'zone-1', app: 'payments' },
      spec: { ports: [{ port: 80 }] },
    };
    const listing = (name: string, ...refs: unknown[]) =>
      proxy(name, {
        networking: { transparentProxying: { reachableBackends: { refs } } },
      });
    const findings = (
      dataplane: KumaResource[],
      parts: Partial<MeshSnapshot> = {},
    ) =>
      lintMesh(
        meshOf({ dataplanes: dataplane, meshServices: [payments], ...parts }),
      ).map(({ code, message, affectedTotal }) => ({
        code,
        message,
        affectedTotal,
      }));
    const byLabels = { kind: 'MeshService', labels: { app: 'payments' } };

    it('are nothing to say where each finds a service by labels', () => {
      expect(findings([listing('a', byLabels), proxy('b')])).toEqual([]);
      // A way out that no permission uses is no mistake, nor is an empty list.
      expect(findings([listing('a', byLabels), listing('b')])).toEqual([]);
    });

    it('lead nowhere: once for proxies that are alike', () => {
      const gone = { kind: 'MeshService', labels: { app: 'gone' } };
      expect(
        findings([
          listing('a', byLabels, gone),
          listing('b', byLabels, gone),
          listing('c', gone),
        ]),
      ).toEqual([
        {
          code: 'reference-matches-nothing',
          message: expect.stringMatching(
            /of a and 1 more proxies refer to MeshService app=gone, which opens nothing: there is no such service/,
          ),
          affectedTotal: 1,
        },
        expect.objectContaining({ code: 'reference-matches-nothing' }),
      ]);
    });

    it('are of a kind that nobody knows, of none, or no reference at all', () => {
      const refs = [{ kind: 'MeshWormhole', labels: { app: 'x' } }, null, 7];
      expect(findings([listing('a', ...refs)], { version: '3.0.0' })).toEqual([
        {
          code: 'reference-matches-nothing',
          message: expect.stringContaining(
            'MeshWormhole is no kind that the portal knows',
          ),
          affectedTotal: expect.any(Number),
        },
      ]);
    });

    it('are not told where their kind was not read', () => {
      const ref = { kind: 'MeshExternalService', labels: { app: 'x' } };
      const unread = [{ kind: 'MeshExternalService', since: '2026-11-28' }];
      expect(findings([listing('a', ref)])).toHaveLength(1);
      expect(findings([listing('a', ref)], { unread })).toEqual([]);
    });

    it('go by name, which 3.0 does not take: one finding for all', () => {
      const named = { kind: 'MeshService', name: 'payments' };
      const outbound = proxy('c', {
        networking: {
          outbound: [{ port: 1, backendRef: { ...named, port: 80 } }],
        },
      });
      expect(
        findings([listing('a', named), listing('b', named), outbound]),
      ).toEqual([
        {
          code: 'reference-by-name',
          message: expect.stringContaining('of a and 2 more proxies'),
          affectedTotal: 3,
        },
      ]);
    });

    it('are thousands, and one finding', () => {
      const many = Array.from({ length: 5000 }, (_, index) => ({
        kind: 'MeshService',
        labels: { app: `gone-${index}` },
      }));
      expect(findings([listing('a', ...many)])).toEqual([
        expect.objectContaining({ affectedTotal: 5000 }),
      ]);
    });
  });

  it.each([
    [{ allow: [{}] }, 'error'],
    [{ allow: [{}, exact('data')] }, 'warning'],
    [{ allow: [exact('data')], allowWithShadowDeny: [{}] }, 'error'],
    [{ deny: [{}], allow: [exact('data')] }, 'error'],
  ])('empty-match: %j is %s', (conf, severity) => {
    expect(
      found(withRules({ ...onOrders, ...rule(conf) }), 'empty-match'),
    ).toEqual([[severity, 'p', 'orders/http']]);
  });

  it('leaves shadow policies out', () => {
    const shadow = permission('p', rule({ allow: [everybody] }), {
      'kuma.io/effect': 'shadow',
    });
    expect(
      lintMesh(withRules({}, { meshTrafficPermissions: [shadow] })),
    ).toEqual([]);
  });

  it('puts errors first and names at most 20', () => {
    const many = Array.from({ length: 30 }, (_, index) =>
      proxy(`data-${index}`),
    );
    const findings = lintMesh(
      withRules(
        { ...byName, ...rule({ allow: [prefix('data')] }) },
        {
          dataplanes: [...dataplanes, ...many],
        },
      ),
    );
    expect(findings.map(({ code }) => code)).toEqual([
      'widens-in-3.0',
      'prefix-matches-more',
    ]);
    expect(findings[1].affected).toHaveLength(20);
    expect(findings[1].affectedTotal).toBe(31);
  });
});
