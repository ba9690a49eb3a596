import { meshOf, proxy } from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { KumaResource, MeshSnapshot, OutsideDestination } from '../types';

const transparent = (name: string, more: object = {}, labels = {}) =>
  proxy(name, {
    labels,
    networking: {
      transparentProxying: { redirectPortOutbound: 15001, ...more },
    },
  });

const passthrough = (
  name: string,
  conf: object,
  targetRef: object = { kind: 'Mesh' },
): KumaResource => ({
  type: 'MeshPassthrough',
  mesh: 'default',
  name,
  spec: { targetRef, default: conf },
});

const match = (type: string, value: string, more: object = {}) => ({
  type,
  value,
  protocol: 'tls',
  ...more,
});

const API: OutsideDestination = {
  host: 'api.openai.com',
  port: 443,
  protocol: 'tls',
};

function wayOutside(
  policies: KumaResource[],
  options: {
    to?: OutsideDestination;
    dataplane?: KumaResource;
    snapshot?: Partial<MeshSnapshot>;
  } = {},
) {
  const { state, code } = createEvaluator(
    meshOf({
      dataplanes: [
        options.dataplane ?? transparent('worker', {}, { team: 'ai' }),
      ],
      meshPassthroughs: policies,
      ...options.snapshot,
    }),
  ).wayOutside('worker', options.to ?? API);
  return `${state} ${code}`;
}

const meshWith = (outbound: object) => ({
  mesh: { type: 'Mesh', name: 'default', networking: { outbound } },
});

describe('the way out of the mesh', () => {
  it.each([
    ['says nothing', {}, 'open passthrough'],
    ['says true', { passthrough: true }, 'open passthrough'],
    ['says false', { passthrough: false }, 'closed no-passthrough'],
    ['holds no flag', { passthrough: 'no' }, 'open passthrough'],
  ])('is as the Mesh has it where it %s', (_name, outbound, expected) => {
    expect(wayOutside([], { snapshot: meshWith(outbound) })).toBe(expected);
  });

  it.each([
    [true, 'closed restricted'],
    [false, 'open passthrough'],
    ['unknown', 'unknown not-told'],
  ] as const)(
    'without a policy follows restrictOutbound %s',
    (value, expected) => {
      expect(wayOutside([], { snapshot: { restrictOutbound: value } })).toBe(
        expected,
      );
    },
  );

  it('is by the policy once one selects the proxy, whatever the Mesh says', () => {
    const closedMesh = { snapshot: meshWith({ passthrough: false }) };
    const all = passthrough('all', { passthroughMode: 'All' });
    expect(wayOutside([all], closedMesh)).toBe('open passthrough');
    const other = passthrough(
      'other',
      { passthroughMode: 'All' },
      {
        kind: 'Dataplane',
        labels: { team: 'shop' },
      },
    );
    expect(wayOutside([other], closedMesh)).toBe('closed no-passthrough');
    // Nothing is matched by default, which is what no mode means.
    expect(wayOutside([passthrough('empty', {})])).toBe('closed not-matched');
  });

  it('is by the strongest mode, and all matches add up', () => {
    const wide = passthrough('wide', { passthroughMode: 'All' });
    const narrow = passthrough(
      'narrow',
      { passthroughMode: 'None' },
      { kind: 'Dataplane', labels: { team: 'ai' } },
    );
    expect(wayOutside([narrow, wide])).toBe('closed no-passthrough');
    const wideMatch = passthrough('wide', {
      appendMatch: [match('Domain', 'api.openai.com')],
    });
    const narrowMatch = passthrough(
      'narrow',
      { appendMatch: [match('Domain', 'pypi.org')] },
      { kind: 'Dataplane', labels: { team: 'ai' } },
    );
    expect(wayOutside([narrowMatch, wideMatch])).toBe('open matched');
  });

  it.each<[string, object, OutsideDestination, string]>([
    ['the same name', match('Domain', 'API.openai.com'), API, 'open matched'],
    ['a wildcard', match('Domain', '*.openai.com'), API, 'open matched'],
    [
      'a wildcard of itself',
      match('Domain', '*.openai.com'),
      { host: 'openai.com' },
      'closed not-matched',
    ],
    [
      'a name that only ends alike',
      match('Domain', '*.openai.com'),
      { host: 'notopenai.com' },
      'closed not-matched',
    ],
    [
      'another port',
      match('Domain', 'api.openai.com', { port: 80 }),
      API,
      'closed not-matched',
    ],
    [
      'the port',
      match('Domain', 'api.openai.com', { port: 443 }),
      API,
      'open matched',
    ],
    [
      'another protocol',
      match('Domain', 'api.openai.com', { protocol: 'mysql' }),
      API,
      'closed not-matched',
    ],
    [
      'tcp, which asks for none',
      match('IP', '10.1.2.3', { protocol: 'tcp' }),
      { ip: '10.1.2.3', protocol: 'tls' },
      'open matched',
    ],
    [
      'a range',
      match('CIDR', '10.1.0.0/16'),
      { ip: '10.1.2.3' },
      'open matched',
    ],
    [
      'another range',
      match('CIDR', '10.2.0.0/16'),
      { ip: '10.1.2.3' },
      'closed not-matched',
    ],
    [
      'a range of IPv6',
      match('CIDR', 'fd00::/8'),
      { ip: 'fd12::1' },
      'open matched',
    ],
    [
      'a range of the other kind',
      match('CIDR', 'fd00::/8'),
      { ip: '10.1.2.3' },
      'closed not-matched',
    ],
    [
      'an address in IPv6 dress',
      match('IP', '10.1.2.3'),
      { ip: '::ffff:10.1.2.3' },
      'open matched',
    ],
    [
      'addresses, for a name',
      match('CIDR', '10.0.0.0/8'),
      API,
      'unknown not-told',
    ],
    [
      'names, for an address',
      match('Domain', 'api.openai.com'),
      { ip: '10.1.2.3' },
      'unknown not-told',
    ],
    [
      'no range',
      match('CIDR', 'ten/8'),
      { ip: '10.1.2.3' },
      'closed not-matched',
    ],
    [
      'an unknown type',
      match('Wormhole', 'x'),
      { host: 'x', ip: '10.1.2.3' },
      'closed not-matched',
    ],
  ])('by %s', (_name, each, to, expected) => {
    expect(
      wayOutside([passthrough('some', { appendMatch: [each] })], { to }),
    ).toBe(expected);
  });

  it.each([
    ['no list', { appendMatch: 'all' }],
    ['matches that are none', { appendMatch: [null, 7, 'x', {}] }],
    ['a mode nobody knows', { passthroughMode: 'Sometimes' }],
    ['no conf', undefined],
  ])('is closed, and throws nothing, by a policy with %s', (_name, conf) => {
    expect(wayOutside([passthrough('odd', conf as object)])).toBe(
      'closed not-matched',
    );
  });

  it('is not the business of a proxy without transparent proxying', () => {
    const policies = [passthrough('none', { passthroughMode: 'None' })];
    expect(wayOutside(policies, { dataplane: proxy('worker') })).toBe(
      'open not-captured',
    );
  });

  it('is unknown where the policies are not told, or nobody knows the proxy', () => {
    expect(
      wayOutside([], {
        snapshot: {
          unread: [{ kind: 'MeshPassthrough', since: '2026-11-20T00:00:00Z' }],
        },
      }),
    ).toBe('unknown not-told');
    expect(wayOutside([], { snapshot: { meshPassthroughs: undefined } })).toBe(
      'unknown not-told',
    );
    expect(wayOutside([], { dataplane: transparent('other') })).toBe(
      'unknown no-such-proxy',
    );
  });

  it('selects a proxy without any inbound', () => {
    const worker = proxy('worker', {
      labels: { team: 'ai' },
      networking: { inbound: [], transparentProxying: {} },
    });
    const policy = passthrough(
      'none',
      { passthroughMode: 'None' },
      { kind: 'Dataplane', labels: { team: 'ai' } },
    );
    expect(wayOutside([policy], { dataplane: worker })).toBe(
      'closed no-passthrough',
    );
  });
});

describe('a closed way out to a service', () => {
  const wayOut = (snapshot: Partial<MeshSnapshot>) =>
    createEvaluator(
      meshOf({
        dataplanes: [
          transparent('worker', { reachableBackends: { refs: [] } }),
        ],
        meshServices: [
          {
            type: 'MeshService',
            mesh: 'default',
            name: 'pay',
            labels: { 'kuma.io/zone': 'zone-1' },
            spec: { ports: [{ port: 80 }] },
          },
        ],
        meshPassthroughs: [],
        ...snapshot,
      }),
    ).callerWayOut(['worker'], { kind: 'MeshService', name: 'pay', port: 80 });

  it('is shut where nothing gets past the mesh either', () => {
    const mesh = {
      type: 'Mesh',
      name: 'default',
      meshServices: { mode: 'Exclusive' },
    };
    const off = { networking: { outbound: { passthrough: false } } };
    expect(wayOut({ mesh })).toMatchObject({ state: 'closed' });
    expect(wayOut({ mesh })?.isShut).toBeUndefined();
    expect(wayOut({ mesh: { ...mesh, ...off } })?.isShut).toBe(true);
    expect(
      wayOut({
        mesh,
        meshPassthroughs: [passthrough('x', { passthroughMode: 'None' })],
      })?.isShut,
    ).toBe(true);
    // A match can be the very address of the service.
    expect(
      wayOut({
        mesh,
        meshPassthroughs: [
          passthrough('x', { appendMatch: [match('CIDR', '10.0.0.0/8')] }),
        ],
      })?.isShut,
    ).toBeUndefined();
  });
});
