import {
  exact,
  meshOf,
  mtlsMesh,
  permission,
  prefix,
  rule,
  spiffeId,
  trafficPermission,
} from './__testUtils__/meshes';
import { isNamed, namedCallers } from './namedCallers';

describe('namedCallers', () => {
  it('are whole SPIFFE IDs and beginnings of rules that allow', () => {
    const found = namedCallers(
      meshOf({
        meshTrafficPermissions: [
          permission(
            'p',
            rule({
              allow: [exact('orders'), prefix('air')],
              deny: [exact('evil')],
              allowWithShadowDeny: [exact('old')],
            }),
          ),
        ],
      }),
    );
    expect(found).toMatchObject([
      { kind: 'exact', value: spiffeId('orders') },
      { kind: 'prefix', value: spiffeId('air') },
      { kind: 'exact', value: spiffeId('old') },
    ]);
    const [, beginning] = found;
    expect(isNamed(beginning, [spiffeId('airflow')])).toBe(true);
    expect(isNamed(beginning, [spiffeId('orders')])).toBe(false);
  });

  it('are services and tags of the older dialects, and nobody for everybody', () => {
    const from = (targetRef: Record<string, unknown>) => ({
      targetRef,
      default: { action: 'Allow' },
    });
    const found = namedCallers(
      meshOf({
        mesh: mtlsMesh(),
        meshTrafficPermissions: [
          permission('p', {
            targetRef: { kind: 'Mesh' },
            from: [
              from({ kind: 'MeshSubset', tags: { team: 'shop' } }),
              from({ kind: 'Mesh' }),
            ],
          }),
        ],
        trafficPermissions: [
          trafficPermission('t', { 'kuma.io/service': 'batch' }, {}),
          trafficPermission('all', { 'kuma.io/service': '*' }, {}),
        ],
      }),
    );
    expect(found).toEqual([
      { kind: 'tags', value: 'team=shop', uriSans: ['kuma://team/shop'] },
      {
        kind: 'exact',
        value: 'spiffe://default/batch',
        uriSans: ['spiffe://default/batch'],
      },
    ]);
  });
});
