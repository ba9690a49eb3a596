import { permission } from '../../__testUtils__/meshes';
import { readPolicy } from '../../policies';
import { fromEngine } from './fromEngine';

type Target = [
  service: string | undefined,
  action: string,
  tags?: Record<string, string>,
];

/** A policy whose items name services and tags; no service and tags: Mesh. */
function policy(...items: Target[]) {
  const from = items.map(([service, action, tags]) => ({
    targetRef: {
      kind: `Mesh${service ? 'Service' : ''}${tags ? 'Subset' : ''}`,
      name: service,
      tags,
    },
    default: { action },
  }));
  return readPolicy(permission('p', { from }));
}

/** What a caller with these services and tags gets: enforced and intended. */
function ask(cliques: boolean, items: Target[], ...names: string[]) {
  const uriSans = names.map(name =>
    name.includes('=')
      ? `kuma://${name.replace('=', '/')}`
      : `spiffe://m/${name}`,
  );
  const { enforced, intended } = fromEngine(
    [policy(...items)],
    'm',
    cliques,
  ).decide({
    uriSans,
    joined: uriSans.join(),
  });
  return [enforced, intended];
}

describe('fromEngine', () => {
  const twoDenies: Target[] = [
    [undefined, 'Allow'],
    ['orders', 'Deny'],
    ['web', 'Deny'],
  ];

  it.each([
    [true, 'orders', ['allow', 'deny']],
    [true, 'data', ['allow', 'allow']],
    [false, 'orders', ['deny', 'deny']],
    [false, 'data', ['allow', 'allow']],
  ])(
    'cliques %s: two denies under an allow, for %s',
    (cliques, name, expected) => {
      expect(ask(cliques, twoDenies, name)).toEqual(expected);
    },
  );

  it('lets a caller in for any one of its services', () => {
    const items: Target[] = [
      ['a', 'Deny'],
      ['b', 'Allow'],
    ];
    for (const cliques of [true, false]) {
      expect(ask(cliques, items, 'a', 'b')).toEqual(['allow', 'allow']);
      expect(ask(cliques, items, 'a')).toEqual(['deny', 'deny']);
    }
  });

  it('counts a service that no item names alone as one of the caller', () => {
    // The cell of `a` only has the Mesh item, as zone x is not the caller's.
    const items: Target[] = [
      [undefined, 'Allow'],
      ['a', 'Deny', { zone: 'x' }],
      ['b', 'Deny'],
    ];
    expect(ask(false, items, 'a', 'b')).toEqual(['allow', 'allow']);
    expect(ask(false, items, 'b')).toEqual(['deny', 'deny']);
    expect(ask(false, items, 'a', 'zone=x')).toEqual(['deny', 'deny']);
  });

  it('takes tags together, and the last word of several items', () => {
    const items: Target[] = [
      [undefined, 'Deny', { team: 'shop' }],
      ['a', 'Allow', { team: 'shop' }],
      [undefined, 'Allow', { zone: 'x' }],
    ];
    expect(ask(false, items, 'a')).toEqual(['deny', 'deny']);
    expect(ask(false, items, 'a', 'team=shop')).toEqual(['allow', 'allow']);
    expect(ask(false, items, 'b', 'team=shop')).toEqual(['deny', 'deny']);
    expect(ask(false, items, 'b', 'team=shop', 'zone=x')).toEqual([
      'allow',
      'allow',
    ]);
  });

  it('does not know actions of other versions', () => {
    expect(ask(false, [['a', 'Nonsense']], 'a')).toEqual([
      'unknown',
      'unknown',
    ]);
    expect(ask(false, [['a', 'Nonsense']], 'b')).toEqual(['deny', 'deny']);
  });

  it('gives up where there are too many groups', () => {
    const items: Target[] = [];
    for (let key = 0; key < 12; key++) {
      for (let value = 0; value < 4; value++) {
        items.push([undefined, 'Allow', { [`k${key}`]: `v${value}` }]);
      }
    }
    expect(ask(true, items, 'a')).toEqual(['unknown', 'unknown']);
    expect(ask(false, items, 'k1=v1')).toEqual(['allow', 'allow']);
  });
});
