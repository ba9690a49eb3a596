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
} from '../evaluator/__testUtils__/meshes';
import { createEvaluator } from '../evaluator/createEvaluator';
import { KumaResource, MeshSnapshot } from '../evaluator/types';
import { CallComparer } from './CallComparer';
import { CallQuestion } from './types';

const exclusive: KumaResource = {
  type: 'Mesh',
  name: 'default',
  meshServices: { mode: 'Exclusive' },
};

const service = (name: string, selector?: object): KumaResource => ({
  type: 'MeshService',
  mesh: 'default',
  name,
  labels: { 'kuma.io/display-name': name, 'kuma.io/zone': 'zone-1' },
  spec: {
    selector: selector ?? { dataplaneLabels: { matchLabels: { app: name } } },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  },
});

const allowOrders = permission('to-payments', {
  targetRef: { kind: 'Dataplane', labels: { app: 'payments' } },
  ...rule({ allow: [exact('orders')] }),
});

const transparent = (settings: object = {}) => ({
  networking: {
    inbound: [{ name: 'http', port: 8080 }],
    transparentProxying: { redirectPortOutbound: 15001, ...settings },
  },
});

/** Orders may call payments by `rules`; nothing of it changes with 3.0. */
const ready = (parts: Partial<MeshSnapshot> = {}): MeshSnapshot =>
  meshOf({
    mesh: exclusive,
    meshIdentities: [identity()],
    dataplanes: [proxy('orders'), proxy('payments'), proxy('ledger')],
    meshServices: [service('payments'), service('ledger')],
    meshTrafficPermissions: [allowOrders],
    meshPassthroughs: [],
    ...parts,
  });

const call = (
  name: string,
  more: Partial<CallQuestion> = {},
): CallQuestion => ({
  callers: [{ uriSans: [spiffeId('orders')], proxies: ['orders'] }],
  destination: { kind: 'MeshService', name, port: 80 },
  ...more,
});

const compare = (snapshot: MeshSnapshot, question = call('payments')) =>
  new CallComparer(snapshot).compare(question);

/** The kinds of causes, with what they are about. */
const causesOf = (snapshot: MeshSnapshot, question?: CallQuestion) =>
  compare(snapshot, question).causes.map(({ kind, end, resources }) => [
    kind,
    end,
    ...resources.map(({ name }) => name),
  ]);

describe('a call under 3.0', () => {
  it('stays where nothing that it rests on goes', () => {
    expect(compare(ready())).toMatchObject({
      state: 'stays',
      before: { outcome: 'allow' },
      after: { outcome: 'allow' },
      causes: [],
    });
    expect(compare(ready(), call('ledger'))).toMatchObject({
      state: 'stays',
      after: { outcome: 'deny', decides: 'destination' },
    });
  });

  it('stops where a `from` or a TrafficPermission let it in, and opens without identity', () => {
    const older = meshOf({
      mesh: { ...mtlsMesh(), meshServices: { mode: 'Exclusive' } },
      dataplanes: [proxy('orders'), proxy('payments'), proxy('ledger')],
      meshIdentities: [
        identity({ app: 'ledger' }),
        identity({ app: 'orders' }),
      ],
      meshServices: [service('payments'), service('ledger')],
      meshTrafficPermissions: [],
      trafficPermissions: [
        trafficPermission(
          'tp',
          { 'kuma.io/service': '*' },
          { 'kuma.io/service': 'nobody' },
        ),
      ],
    });
    const question = call('payments', {
      callers: [{ uriSans: [spiffeId('orders')], proxies: ['orders'] }],
    });
    expect(compare(older, question)).toMatchObject({
      state: 'opens',
      after: {
        outcome: 'not-enforced',
        destination: { code: 'no-identity-on-destination' },
      },
    });
    expect(causesOf(older, question)).toEqual([
      ['no-identity', 'destination', 'payments'],
    ]);

    const byFrom = {
      ...older,
      meshIdentities: [],
      dataplanes: older.dataplanes,
      meshTrafficPermissions: [
        permission('by-from', {
          targetRef: { kind: 'MeshService', name: 'payments' },
          from: [
            {
              targetRef: { kind: 'MeshService', name: 'orders' },
              default: { action: 'Allow' },
            },
          ],
        }),
      ],
    };
    const byTag = call('payments', {
      callers: [
        {
          uriSans: createEvaluator(byFrom).identityOf('orders').uriSans,
          proxies: ['orders'],
        },
      ],
      destination: { kind: 'ServiceTag', name: 'payments' },
    });
    expect(compare(byFrom, byTag)).toMatchObject({
      state: 'stops',
      before: { destination: { dialect: 'from', policy: { name: 'by-from' } } },
      after: { outcome: 'deny', decides: 'caller' },
    });
    expect(causesOf(byFrom, byTag)).toEqual([
      ['older-permission', 'destination', 'by-from'],
      ['tag-service', 'both', 'payments'],
    ]);
  });

  it('opens where a policy by name comes to select everything', () => {
    const named = ready({
      meshTrafficPermissions: [
        permission('by-name', {
          targetRef: { kind: 'Dataplane', name: 'payments' },
          ...rule({ allow: [exact('orders')] }),
        }),
      ],
    });
    expect(compare(named).state).toBe('stays');
    expect(compare(named, call('ledger')).state).toBe('opens');
    expect(causesOf(named, call('ledger'))).toEqual([
      ['target-by-name', 'destination', 'by-name'],
    ]);
  });

  it.each([
    [
      'empty-match',
      permission('p', {
        targetRef: { kind: 'Dataplane', labels: { app: 'payments' } },
        ...rule({ allow: [exact('orders'), {}] }),
      }),
    ],
    [
      'target-kind',
      permission('p', {
        targetRef: { kind: 'MeshService', name: 'payments' },
        ...rule({ allow: [prefix('orders')] }),
      }),
    ],
  ])('stops where what let it in is refused (%s)', (kind, policy) => {
    const snapshot = ready({ meshTrafficPermissions: [policy] });
    expect(compare(snapshot).state).toBe('stops');
    const found = causesOf(snapshot);
    expect(found).toContainEqual([kind, 'destination', 'p']);
  });

  it('stops without a list of what may be called, and not with one by labels', () => {
    const unlisted = ready({
      dataplanes: [
        proxy('orders', transparent()),
        proxy('payments'),
        proxy('ledger'),
      ],
    });
    expect(compare(unlisted)).toMatchObject({
      state: 'stops',
      before: { outcome: 'allow', caller: { code: 'not-narrowed' } },
      after: {
        outcome: 'deny',
        decides: 'caller',
        caller: { code: 'restricted' },
      },
    });
    expect(causesOf(unlisted)).toEqual([
      ['reachable-backends', 'caller', 'orders'],
    ]);
    const listed = (ref: object) =>
      ready({
        dataplanes: [
          proxy(
            'orders',
            transparent({
              reachableBackends: { refs: [{ kind: 'MeshService', ...ref }] },
            }),
          ),
          proxy('payments'),
        ],
      });
    expect(
      compare(listed({ labels: { 'kuma.io/display-name': 'payments' } })).state,
    ).toBe('stays');
    expect(causesOf(listed({ name: 'nobody' }))).toEqual([]);
  });

  it('stops where one by name opened the way', () => {
    const named = service('payments');
    const snapshot = ready({
      meshServices: [named],
      dataplanes: [
        proxy(
          'orders',
          transparent({
            reachableBackends: {
              refs: [{ kind: 'MeshService', name: 'payments' }],
            },
          }),
        ),
        proxy('payments'),
      ],
    });
    expect(compare(snapshot)).toMatchObject({
      state: 'stops',
      before: { caller: { code: 'listed' } },
    });
    expect(causesOf(snapshot)).toEqual([
      ['reference-by-name', 'caller', 'orders'],
    ]);
  });

  it('stops at a service that selects its proxies by tags, unless Kuma made it', () => {
    const byTags = { dataplaneTags: { 'kuma.io/service': 'payments' } };
    const made = service('payments', byTags);
    expect(compare(ready({ meshServices: [made] }))).toMatchObject({
      state: 'stops',
      after: {
        decides: 'destination',
        reason: expect.stringContaining('nobody answers'),
      },
    });
    expect(causesOf(ready({ meshServices: [made] }))).toEqual([
      ['tag-service', 'destination', 'payments'],
    ]);
    const generated = {
      ...made,
      labels: {
        ...made.labels,
        'kuma.io/managed-by': 'meshservice-generator',
      },
    };
    expect(compare(ready({ meshServices: [generated] })).state).toBe('stays');
  });

  describe('to the outside', () => {
    const outside: KumaResource = {
      type: 'MeshExternalService',
      mesh: 'default',
      name: 'models',
      labels: { 'kuma.io/display-name': 'models', 'kuma.io/zone': 'zone-1' },
      spec: { match: { type: 'HostnameGenerator', port: 443 } },
    };
    const question = call('models', {
      destination: { kind: 'MeshExternalService', name: 'models', port: 443 },
    });
    const from = (parts: Partial<MeshSnapshot>) =>
      ready({
        meshExternalServices: [outside],
        dataplanes: [proxy('orders', transparent())],
        ...parts,
      });
    const passthrough = (mode: string, labels: object): KumaResource => ({
      type: 'MeshPassthrough',
      mesh: 'default',
      name: 'out',
      spec: {
        targetRef: { kind: 'Dataplane', labels },
        default: { passthroughMode: mode },
      },
    });

    it('stops where nothing gets past the mesh either', () => {
      expect(compare(from({}), question)).toMatchObject({
        state: 'stops',
        before: { outcome: 'not-enforced' },
        after: { outcome: 'deny', decides: 'caller' },
      });
      expect(causesOf(from({}), question)).toEqual([
        ['reachable-backends', 'caller', 'orders'],
        ['passthrough', 'caller', 'orders'],
      ]);
    });

    it('cannot be told where something does, or nobody read what', () => {
      const open = [passthrough('All', { app: 'orders' })];
      const notRead = from({ meshPassthroughs: undefined });
      expect(compare(from({ meshPassthroughs: open }), question).state).toBe(
        'cannot-be-told',
      );
      expect(compare(notRead, question)).toMatchObject({
        state: 'cannot-be-told',
        after: { reason: expect.stringContaining('was not read') },
      });
      const elsewhere = [passthrough('All', { app: 'ledger' })];
      expect(
        compare(from({ meshPassthroughs: elsewhere }), question).state,
      ).toBe('stops');
      const none = [passthrough('None', { app: 'orders' })];
      expect(compare(from({ meshPassthroughs: none }), question).state).toBe(
        'stops',
      );
    });
  });

  it('stops at an ExternalService that telemetry saw called, else cannot be told', () => {
    const question = call('sftp', {
      destination: { kind: 'ServiceTag', name: 'sftp', port: 22 },
      isExternal: true,
    });
    const snapshot = ready({ mesh: mtlsMesh(), meshIdentities: [identity()] });
    expect(compare(snapshot, question).state).toBe('cannot-be-told');
    expect(compare(snapshot, { ...question, isSeen: true }).state).toBe(
      'stops',
    );
    expect(causesOf(snapshot, question)).toEqual([
      ['external-service', 'destination', 'sftp'],
    ]);
  });

  it('tells nothing of a caller of whom nothing is known', () => {
    const nobody = call('payments', { callers: [] });
    expect(compare(ready(), nobody)).toMatchObject({
      state: 'cannot-be-told',
      before: { outcome: 'unknown' },
    });
  });
});
