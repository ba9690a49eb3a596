import { meshOf, mtlsMesh, permission, proxy } from '../__testUtils__/meshes';
import { legacyCaller } from '../__testUtils__/tables';
import { createEvaluator } from '../createEvaluator';

/** Two inbounds on one address and port are one listener (measured: shared-ports). */
describe('inbounds that share a port', () => {
  const from = (target: string, source: string) =>
    permission(`to-${target}`, {
      targetRef: {
        kind: 'MeshSubset',
        tags: { 'kuma.io/service': target },
      },
      from: [
        {
          targetRef: {
            kind: 'MeshSubset',
            tags: { 'kuma.io/service': source },
          },
          default: { action: 'Allow' },
        },
      ],
    });

  const ask = (
    inbound: object[],
    policies: ReturnType<typeof from>[],
    source: string,
    name: string,
  ) =>
    createEvaluator(
      meshOf({
        mesh: mtlsMesh(),
        dataplanes: ['a', 'b']
          .map(each => proxy(each))
          .concat(proxy('db', { networking: { inbound } })),
        meshTrafficPermissions: policies,
      }),
    ).evaluateService(legacyCaller(source), { kind: 'ServiceTag', name })
      .verdict.enforced;

  const tagged = (tag: string, more: object = {}) => ({
    port: 5432,
    tags: { 'kuma.io/service': tag },
    ...more,
  });
  const both = [from('regular', 'a'), from('headless', 'b')];

  it.each(['regular', 'headless'])('takes policies of both for %s', name => {
    const inbounds = [tagged('regular'), tagged('headless')];
    expect(ask(inbounds, both, 'a', name)).toBe('allow');
    expect(ask(inbounds, both, 'b', name)).toBe('allow');
  });

  it('takes a policy of one alone for the other', () => {
    const inbounds = [tagged('regular'), tagged('headless')];
    expect(ask(inbounds, [both[1]], 'b', 'regular')).toBe('allow');
    expect(ask(inbounds, [both[1]], 'a', 'regular')).toBe('deny');
  });

  it('keeps an inbound on another port apart', () => {
    const inbounds = [tagged('regular'), tagged('headless', { port: 5433 })];
    expect(ask(inbounds, both, 'b', 'regular')).toBe('deny');
    expect(ask(inbounds, both, 'b', 'headless')).toBe('allow');
  });

  it('gives an ignored inbound no part', () => {
    const inbounds = [
      tagged('regular'),
      tagged('headless', { state: 'Ignored' }),
    ];
    expect(ask(inbounds, both, 'b', 'regular')).toBe('deny');
  });
});

describe('TrafficPermissions of inbounds that share a port', () => {
  const to = (service: string, source: string) => ({
    type: 'TrafficPermission',
    name: `to-${service}`,
    mesh: 'default',
    creationTime: '2026-11-20T00:00:00Z',
    sources: [{ match: { 'kuma.io/service': source } }],
    destinations: [{ match: { 'kuma.io/service': service } }],
  });
  const tagged = (tag: string, more: object = {}) => ({
    port: 5432,
    tags: { 'kuma.io/service': tag },
    ...more,
  });
  const ask = (
    inbound: object[],
    permissions: ReturnType<typeof to>[],
    options: { source?: string; name?: string; version?: string } = {},
  ) => {
    const { source = 'a', name = 'regular', version = '2.14.3' } = options;
    const { verdict } = createEvaluator(
      meshOf({
        version,
        mesh: mtlsMesh(),
        dataplanes: ['a', 'b']
          .map(each => proxy(each))
          .concat(proxy('db', { networking: { inbound } })),
        trafficPermissions: permissions,
      }),
    ).evaluateService(legacyCaller(source), { kind: 'ServiceTag', name });
    return verdict.enforced;
  };
  const two = [tagged('regular'), tagged('headless')];
  const three = [...two, tagged('canary')];

  it('is the one of the last inbound, for all of them', () => {
    const both = [to('regular', 'a'), to('headless', 'b')];
    for (const name of ['regular', 'headless']) {
      expect(ask(two, both, { source: 'a', name })).toBe('deny');
      expect(ask(two, both, { source: 'b', name })).toBe('allow');
    }
    expect(ask([...two].reverse(), both)).toBe('allow');
    expect(ask(three, [...both, to('canary', 'a')])).toBe('allow');
  });

  it('is that of an earlier one where the last has none and is the same interface', () => {
    expect(ask(two, [to('regular', 'a')])).toBe('allow');
    expect(ask(three, [to('regular', 'a')])).toBe('allow');
    const named = [
      tagged('regular', { name: 'pg' }),
      tagged('headless', { name: 'pg-headless' }),
    ];
    expect(ask(named, [to('regular', 'a')])).toBe('deny');
    // Before 2.13 names told no interfaces apart.
    expect(ask(named, [to('regular', 'a')], { version: '2.12.14' })).toBe(
      'allow',
    );
    const behindAnother = [
      tagged('regular'),
      tagged('headless', { servicePort: 8080 }),
    ];
    expect(ask(behindAnother, [to('regular', 'a')])).toBe('deny');
  });

  it('is what was read in the source, not measured', () => {
    const { verdict } = createEvaluator(
      meshOf({
        mesh: mtlsMesh(),
        dataplanes: [proxy('a'), proxy('db', { networking: { inbound: two } })],
        trafficPermissions: [to('regular', 'a')],
      }),
    ).evaluateService(legacyCaller('a'), {
      kind: 'ServiceTag',
      name: 'regular',
    });
    expect(verdict.basis).toBe('source');
  });
});

describe('unnamed inbounds of one port on several addresses', () => {
  const from = (target: string, source: string) =>
    permission(`to-${target}`, {
      targetRef: { kind: 'MeshSubset', tags: { 'kuma.io/service': target } },
      from: [
        {
          targetRef: {
            kind: 'MeshSubset',
            tags: { 'kuma.io/service': source },
          },
          default: { action: 'Allow' },
        },
      ],
    });
  const at = (address: string | undefined, tag: string) => ({
    port: 5432,
    ...(address && { address }),
    tags: { 'kuma.io/service': tag },
  });
  const evaluatorOf = (inbound: object[]) =>
    createEvaluator(
      meshOf({
        mesh: mtlsMesh(),
        dataplanes: ['a', 'b']
          .map(each => proxy(each))
          .concat(
            proxy('db', { networking: { address: '10.0.0.9', inbound } }),
          ),
        meshTrafficPermissions: [from('one', 'a'), from('two', 'b')],
      }),
    );

  it('are each judged by their own policies', () => {
    const evaluator = evaluatorOf([
      at('10.0.0.1', 'one'),
      at('10.0.0.2', 'two'),
      at('10.0.0.3', 'three'),
    ]);
    const ask = (source: string, name: string) =>
      evaluator.evaluateService(legacyCaller(source), {
        kind: 'ServiceTag',
        name,
      }).verdict.enforced;
    expect([ask('a', 'one'), ask('b', 'one')]).toEqual(['allow', 'deny']);
    expect([ask('a', 'two'), ask('b', 'two')]).toEqual(['deny', 'allow']);
    expect([ask('a', 'three'), ask('b', 'three')]).toEqual(['deny', 'deny']);
    expect(
      evaluator.inboundsOf({ kind: 'ServiceTag', name: 'two' }),
    ).toMatchObject([{ inbound: '5432', address: '10.0.0.2' }]);
  });

  it('are one listener where an address is that of the proxy', () => {
    const evaluator = evaluatorOf([
      at(undefined, 'one'),
      at('10.0.0.9', 'two'),
    ]);
    const destination = { dataplane: 'db', inbound: '5432' };
    expect(evaluator.evaluate(legacyCaller('a'), destination).enforced).toBe(
      'allow',
    );
    expect(evaluator.evaluate(legacyCaller('b'), destination).enforced).toBe(
      'allow',
    );
    // One address: the name is enough.
    expect(
      evaluator.inboundsOf({ kind: 'ServiceTag', name: 'two' })[0],
    ).not.toHaveProperty('address');
  });
});

describe('a port number as sectionName', () => {
  const bySection = (sectionName: string) =>
    permission('by-section', {
      targetRef: { kind: 'Dataplane', sectionName },
      from: [{ targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } }],
    });
  const ask = (version: string, sectionName: string, name?: string) =>
    createEvaluator(
      meshOf({
        version,
        mesh: mtlsMesh(),
        dataplanes: [
          proxy('db', {
            networking: {
              inbound: [
                { name, port: 5432, tags: { 'kuma.io/service': 'db' } },
              ],
            },
          }),
        ],
        meshTrafficPermissions: [bySection(sectionName)],
      }),
    ).evaluateService(legacyCaller('a'), { kind: 'ServiceTag', name: 'db' })
      .verdict.enforced;

  it.each([
    ['2.10.4', '5432', undefined, 'deny'],
    ['2.11.17', '5432', undefined, 'deny'],
    ['2.11.17', 'pg', 'pg', 'allow'],
    ['2.12.14', '5432', undefined, 'allow'],
    ['2.14.3', '5432', undefined, 'allow'],
    ['2.14.3', '5432', 'pg', 'deny'],
  ])('on %s %s for the inbound %s: %s', (version, section, name, expected) => {
    expect(ask(version, section, name)).toBe(expected);
  });
});
