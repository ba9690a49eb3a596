import {
  createEvaluator,
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { parse } from 'yaml';
import {
  dataplane,
  meshService,
  meshSnapshot,
} from '../../../graph/__testUtils__/resources';
import { entryFor, wayOutWith } from './entryFor';
import { toSnippet } from './toSnippet';
import { withEntries } from './withEntries';

const DISPLAY = 'kuma.io/display-name';
const ZONE = 'kuma.io/zone';
const NAMESPACE = 'k8s.kuma.io/namespace';

/** As a generated one has it. */
const generated = (name: string, labels: object = {}): KumaResource => {
  const service = meshService(name);
  return {
    ...service,
    labels: { ...service.labels, [DISPLAY]: name, ...labels },
  };
};

const caller = (networking: object, labels: object = {}): KumaResource => {
  const proxy = dataplane('airflow');
  return {
    ...proxy,
    labels: { ...proxy.labels, ...labels },
    networking: { ...(proxy.networking as object), ...networking },
  };
};

const payments: DestinationServicePort = {
  kind: 'MeshService',
  name: 'payments',
  port: 80,
};

const tagged = (name: string): KumaResource => ({
  ...generated(name),
  spec: {
    ...(generated(name).spec as object),
    identities: [{ type: 'ServiceTag', value: name }],
  },
});
const mesh = (more: Partial<MeshSnapshot> = {}, mode = 'Exclusive') =>
  meshSnapshot({
    mesh: { type: 'Mesh', name: 'default', meshServices: { mode } },
    meshServices: [generated('payments'), generated('ledger')],
    meshExternalServices: [
      {
        type: 'MeshExternalService',
        mesh: 'default',
        name: 'models',
        labels: { [DISPLAY]: 'models', [ZONE]: 'zone-1' },
        spec: { match: { type: 'HostnameGenerator', port: 443 } },
      },
    ],
    ...more,
  });

const CLOSED: [what: string, snapshot: MeshSnapshot, networking: object][] = [
  [
    'a list that leaves it out',
    mesh(),
    {
      transparentProxying: {
        reachableBackends: { refs: [{ kind: 'MeshService', name: 'ledger' }] },
      },
    },
  ],
  [
    'an empty list',
    mesh(),
    { transparentProxying: { reachableBackends: { refs: [] } } },
  ],
  [
    'a mesh that opens what is listed only',
    mesh({}, 'ReachableBackends'),
    { transparentProxying: {} },
  ],
  [
    'a control plane that closes what is not listed',
    mesh({ restrictOutbound: true }),
    { transparentProxying: {} },
  ],
  [
    'a list of tags',
    mesh(),
    { transparentProxying: { reachableServices: ['ledger'] } },
  ],
  [
    'other outbounds, and no transparent proxying',
    mesh(),
    {
      outbound: [
        {
          port: 1,
          backendRef: { kind: 'MeshService', name: 'ledger', port: 80 },
        },
      ],
    },
  ],
  [
    'tags only, where the mesh makes no outbound for MeshServices',
    mesh({ meshServices: [tagged('payments'), tagged('ledger')] }, 'Disabled'),
    { transparentProxying: { reachableServices: ['ledger'] } },
  ],
];

describe('what opens a way out', () => {
  it.each(CLOSED)(
    'is found where it is closed by %s, and closes nothing else',
    (_what, snapshot, networking) => {
      const proxy = caller(networking);
      const whole = { ...snapshot, dataplanes: [proxy] };
      const before = createEvaluator(whole);
      expect(before.wayOut('airflow', payments).state).toBe('closed');
      const answer = entryFor(snapshot, proxy, payments);
      const { entry } = answer;
      if (!entry) throw new Error('not found');
      const after = createEvaluator({
        ...snapshot,
        dataplanes: [withEntries(proxy, [entry])],
      });
      expect(after.wayOut('airflow', payments).state).toBe('open');
      const others: DestinationServicePort[] = [
        { kind: 'MeshService', name: 'ledger', port: 80 },
        { kind: 'MeshExternalService', name: 'models', port: 443 },
      ];
      const openTo = ({ wayOut }: typeof before) =>
        others.filter(target => wayOut('airflow', target).state === 'open');
      expect(openTo(after)).toEqual(expect.arrayContaining(openTo(before)));
    },
  );

  it('opens nothing but the destination', () => {
    const proxy = caller({
      transparentProxying: { reachableBackends: { refs: [] } },
    });
    const { entry } = entryFor(mesh(), proxy, payments);
    expect(
      wayOutWith(mesh(), proxy, [entry!], { ...payments, name: 'ledger' })
        .state,
    ).toBe('closed');
  });

  it('is found for services outside of the mesh', () => {
    const target: DestinationServicePort = {
      kind: 'MeshExternalService',
      name: 'models',
      port: 443,
    };
    expect(entryFor(mesh(), caller(CLOSED[1][2]), target)).toEqual({
      entry: {
        list: 'reachableBackends',
        ref: {
          kind: 'MeshExternalService',
          labels: { [DISPLAY]: 'models', [ZONE]: 'zone-1' },
        },
      },
    });
  });

  it('is not at the caller where the mesh makes no outbound at all', () => {
    const proxy = caller({ transparentProxying: {} });
    expect(
      entryFor(mesh({}, 'Exclusive'), proxy, {
        kind: 'ServiceTag',
        name: 'payments',
        port: 80,
      }),
    ).toEqual({ reason: expect.stringContaining('no outbound for tags') });
    expect(entryFor(mesh(), proxy, { ...payments, name: 'nobody' })).toEqual({
      reason: 'There is no MeshService nobody.',
    });
  });

  it('keeps references of kinds that nobody knows', () => {
    const rocket = { kind: 'MeshRocket', fuel: 'solid' };
    const proxy = caller({
      transparentProxying: { reachableBackends: { refs: [rocket] } },
    });
    const { entry } = entryFor(mesh(), proxy, payments);
    expect(
      parse(toSnippet(proxy, [entry!])).networking.transparentProxying
        .reachableBackends.refs,
    ).toEqual([rocket, (entry as any).ref]);
  });
});

describe('a snippet', () => {
  const ref = { kind: 'MeshService', labels: { [DISPLAY]: 'payments' } };
  const entries = [{ list: 'reachableBackends' as const, ref }];

  it('is an annotation where the caller is a pod, with what it has', () => {
    const proxy = caller(CLOSED[0][2], { [NAMESPACE]: 'airflow' });
    const annotation = parse(toSnippet(proxy, entries)).metadata.annotations[
      'kuma.io/reachable-backends'
    ];
    expect(parse(annotation)).toEqual({
      refs: [{ kind: 'MeshService', name: 'ledger' }, ref],
    });
  });

  it('is an outbound where nothing is transparent', () => {
    const text = toSnippet(caller(CLOSED[5][2]), [
      { list: 'outbound', port: 80, ref },
    ]);
    expect(text).toMatch(/^# .*outbounds/);
    expect(parse(text)).toEqual({
      networking: {
        outbound: [{ port: 80, backendRef: { ...ref, port: 80 } }],
      },
    });
  });

  it('names tags as each platform takes them', () => {
    const tag = [{ list: 'reachableServices' as const, tag: 'payments' }];
    expect(
      parse(toSnippet(caller(CLOSED[4][2]), tag)).networking.transparentProxying
        .reachableServices,
    ).toEqual(['ledger', 'payments']);
    expect(
      parse(toSnippet(caller(CLOSED[4][2], { [NAMESPACE]: 'airflow' }), tag))
        .metadata.annotations,
    ).toEqual({
      'kuma.io/transparent-proxying-reachable-services': 'ledger,payments',
    });
  });
});
