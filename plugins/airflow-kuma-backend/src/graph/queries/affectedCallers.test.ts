import { permission, spiffe } from '../__testUtils__/resources';
import { affectedCallers } from './affectedCallers';

const withSpec = (spec: unknown) => ({ ...permission('x', 'app', {}), spec });
const rule = (value: object) => ({ rules: [{ default: value }] });

describe('affectedCallers', () => {
  it('are those that are matched, as Envoy compares them', () => {
    const affects = affectedCallers([
      permission('a', 'app', { allow: [spiffe('orders')] }),
      permission('b', 'app', { deny: [spiffe('quiet')] }),
      permission('c', 'app', { allowPrefix: [spiffe('pool-')] }),
    ])!;
    expect(affects([spiffe('orders')])).toBe(true);
    expect(affects([spiffe('quiet')])).toBe(true);
    expect(affects([spiffe('pool-7')])).toBe(true);
    expect(affects([spiffe('other')])).toBe(false);
    expect(affects([spiffe('orders'), 'kuma://x'])).toBe(false);
  });

  it.each([
    ['selects by tags', { from: [] }],
    [
      'matches by server name alone',
      rule({ allow: [{ sni: { type: 'Exact', value: 'x' } }] }),
    ],
    ['has an empty match', rule({ deny: [{}] })],
    [
      'matches in a way that is not known',
      rule({ allow: [{ spiffeID: { type: 'Regex', value: '.*' } }] }),
    ],
    ['has no rules', {}],
  ])('may be anybody where a policy %s', (_, spec) => {
    expect(affectedCallers([withSpec(spec)])).toBeUndefined();
  });

  it('may be anybody with a TrafficPermission', () => {
    const older = { ...withSpec({}), type: 'TrafficPermission' };
    expect(affectedCallers([older])).toBeUndefined();
  });
});
