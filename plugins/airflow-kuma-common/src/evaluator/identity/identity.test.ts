import { identity, meshOf, mtlsMesh, proxy } from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { readProxy } from '../mesh';
import { Texts } from '../read';
import { KumaResource, MeshSnapshot } from '../types';
import { selectIdentity } from './selectIdentity';
import { isSpiffeId } from './spiffeId';
import { renderTemplate } from './template';

const web = proxy('web', {
  labels: { app: 'web', tier: 'front', team: 'shop' },
});

describe('selectIdentity', () => {
  const none = { type: 'MeshIdentity', name: 'none', spec: {} };
  const noDataplane = { ...none, spec: { selector: {} } };

  it.each([
    ['an empty selector', [identity({})], 'identity'],
    ['no selector', [none], undefined],
    ['a selector without dataplane', [noDataplane], undefined],
    ['nothing', [], undefined],
    ['a label that differs', [identity({ app: 'other' })], undefined],
    ['a label that is missing', [identity({ nope: '' })], undefined],
    [
      'more labels before fewer',
      [
        identity({}, {}, 'all'),
        identity({ app: 'web' }, {}, 'one'),
        identity({ app: 'web', tier: 'front' }, {}, 'two'),
      ],
      'two',
    ],
    [
      'more labels, also when listed first',
      [
        identity({ app: 'web', tier: 'front' }, {}, 'two'),
        identity({}, {}, 'all'),
      ],
      'two',
    ],
    [
      'only those that match, however many labels others have',
      [
        identity({ app: 'web', tier: 'back', team: 'shop' }, {}, 'three'),
        identity({ app: 'web' }, {}, 'one'),
      ],
      'one',
    ],
    [
      'the smallest name on a tie',
      [
        identity({ app: 'web' }, {}, 'b'),
        identity({ team: 'shop' }, {}, 'a'),
        identity({ tier: 'front' }, {}, 'c'),
      ],
      'a',
    ],
  ])('by %s', (_title, identities, expected) => {
    expect(selectIdentity(identities, readProxy(web))?.name).toBe(expected);
  });
});

describe('renderTemplate', () => {
  const values = {
    fields: { Mesh: 'default', Zone: 'z1' },
    labels: new Texts({ dag_id: 'orders', 'kuma.io/workload': 'w' }),
  };

  it.each([
    ['{{ .Mesh }}.{{.Zone}}.local', { text: 'default.z1.local' }],
    ['{{- .Mesh -}}', { text: 'default' }],
    ['/dag/{{ label "dag_id" }}', { text: '/dag/orders' }],
    ['/{{label `kuma.io/workload`}}', { text: '/w' }],
    ['plain', { text: 'plain' }],
    ['{{ label "nope" }}', { error: 'label nope not found' }],
    ['{{ .Nope }}', { error: 'field .Nope is not known' }],
    ['{{ .toString }}', { error: 'field .toString is not known' }],
    [
      '{{ .Mesh | upper }}',
      { error: expect.stringContaining('not understood'), unread: true },
    ],
    [
      '{{ if .Mesh }}x{{ end }}',
      { error: expect.stringContaining('not understood'), unread: true },
    ],
  ])('%s', (template, expected) => {
    expect(renderTemplate(template, values)).toEqual(expected);
  });
});

it.each([
  ['spiffe://td', true],
  ['spiffe://td/a/b-c_d.e', true],
  ['spiffe://td/', false],
  ['spiffe://td/a/', false],
  ['spiffe://td/a//b', false],
  ['spiffe://td/./b', false],
  ['spiffe://td/a/..', false],
  ['spiffe://td/...', true],
  ['spiffe://TD/a', false],
  ['spiffe:///a', false],
  ['https://td/a', false],
  ['spiffe://td/a b', false],
])('isSpiffeId(%s) is %s', (text, expected) => {
  expect(isSpiffeId(text)).toBe(expected);
});

describe('identityOf', () => {
  const ask = (snapshot: Partial<MeshSnapshot>, dataplane = web) =>
    createEvaluator(
      meshOf({ dataplanes: [dataplane], ...snapshot }),
    ).identityOf('web');
  const notReady = (conditions: unknown): KumaResource => ({
    ...identity(),
    status: { conditions },
  });

  it('is the default of Universal', () => {
    expect(ask({ meshIdentities: [identity()] })).toEqual({
      dataplane: 'web',
      uriSans: ['spiffe://default.zone-1.mesh.local/workload/web'],
      issuer: 'kri_mid_default_zone-1__identity_',
      kind: 'mesh-identity',
    });
  });

  it('follows templates of the MeshIdentity', () => {
    const spiffeID = {
      trustDomain: 'corp.{{ .Mesh }}',
      path: '/team/{{ label "team" }}/{{ .Workload }}',
    };
    expect(
      ask({ meshIdentities: [identity({}, { spiffeID })] }).uriSans,
    ).toEqual(['spiffe://corp.default/team/shop/web']);
  });

  it.each([
    ['{{ label "dag_id" }}', 'label dag_id not found'],
    ['{{ .Namespace }}', 'is not a SPIFFE ID'],
  ])('says why template /x/%s gives none', (path, reason) => {
    const spiffeID = { path: `/x/${path}` };
    const found = ask({ meshIdentities: [identity({}, { spiffeID })] });
    expect(found).toMatchObject({ kind: 'none', uriSans: [] });
    expect(found.reason).toContain(reason);
  });

  it('has one that it cannot name, where only we do not understand the template', () => {
    const spiffeID = { path: '/{{ printf "%s" .Workload }}' };
    const evaluator = createEvaluator(
      meshOf({
        dataplanes: [web],
        meshIdentities: [identity({}, { spiffeID })],
      }),
    );
    expect(evaluator.identityOf('web')).toMatchObject({
      kind: 'mesh-identity',
      uriSans: [],
      reason: expect.stringContaining('not understood'),
    });
    const caller = { uriSans: ['spiffe://td/x'] };
    expect(
      evaluator.evaluate(caller, { dataplane: 'web', inbound: 'http' }).code,
    ).toBe('denied-by-default');
  });

  it('takes an empty path as it is', () => {
    expect(
      ask({ meshIdentities: [identity({}, { spiffeID: { path: '' } })] })
        .uriSans,
    ).toEqual(['spiffe://default.zone-1.mesh.local']);
  });

  it.each([
    [
      [
        {
          type: 'Provider',
          status: 'False',
          reason: 'ProviderValidationError',
          message: 'self-signed',
        },
        { type: 'Ready', status: 'False', reason: 'Failure' },
      ],
      'ProviderValidationError: self-signed',
    ],
    [
      [
        { type: 'SpiffeIDProvider', status: 'True' },
        { type: 'Ready', status: 'False', reason: 'PartiallyReady' },
      ],
      'PartiallyReady',
    ],
    [undefined, 'is not ready'],
  ])('says why a MeshIdentity is not ready', (conditions, reason) => {
    const found = ask({ meshIdentities: [notReady(conditions)] });
    expect(found).toMatchObject({ kind: 'none', uriSans: [] });
    expect(found.reason).toContain(reason);
  });

  it('is the best match only: one that is not ready hides one that is', () => {
    const best = {
      ...identity({ app: 'web' }, {}, 'best'),
      status: { conditions: [] },
    };
    expect(ask({ meshIdentities: [identity(), best] }).kind).toBe('none');
  });

  it('falls back to the CA of the mesh, with all services and tags', () => {
    const inbound = [
      { port: 1, tags: { 'kuma.io/service': 'web', team: 'shop' } },
      { port: 2, tags: { 'kuma.io/service': 'admin', team: 'ops' } },
    ];
    const found = ask(
      { mesh: mtlsMesh(), meshIdentities: [notReady([])] },
      proxy('web', { networking: { inbound } }),
    );
    expect(found).toEqual({
      dataplane: 'web',
      uriSans: [
        'spiffe://default/admin',
        'spiffe://default/web',
        'kuma://kuma.io/service/admin',
        'kuma://kuma.io/service/web',
        'kuma://team/ops',
        'kuma://team/shop',
      ],
      issuer: 'ca-1',
      kind: 'mesh-ca',
    });
  });

  it('is none where nobody gives one', () => {
    expect(ask({})).toMatchObject({
      kind: 'none',
      reason: 'No MeshIdentity selects web',
    });
    expect(ask({ version: '2.11.0' }).reason).toBe(
      'The mesh has no enabled mTLS backend',
    );
    expect(createEvaluator(meshOf()).identityOf('x').reason).toBe(
      'There is no such proxy',
    );
  });
});
