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
