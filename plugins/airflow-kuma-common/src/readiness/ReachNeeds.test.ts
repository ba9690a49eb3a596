import { identity, meshOf, proxy } from '../evaluator/__testUtils__/meshes';
import { createEvaluator } from '../evaluator/createEvaluator';
import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '../evaluator/types';
import { backendsYaml } from '../references';
import { asOf30 } from './asOf30';
import { ReachNeeds } from './ReachNeeds';
import { withRefs } from './withRefs';

const service = (
  name: string,
  labels: Record<string, string>,
): KumaResource => ({
  type: 'MeshService',
  mesh: 'default',
  name,
  labels: { 'kuma.io/zone': 'zone-1', ...labels },
  spec: { ports: [{ port: 80 }] },
});

const named = (name: string) =>
  service(name, { 'kuma.io/display-name': name, team: 'a' });

const mesh = (
  caller: { labels?: Record<string, string>; networking?: object },
  services: KumaResource[] = [named('payments'), named('ledger')],
) =>
  meshOf({
    mesh: {
      type: 'Mesh',
      name: 'default',
      meshServices: { mode: 'Exclusive' },
    },
    meshIdentities: [identity()],
    dataplanes: [
      proxy('orders', {
        labels: caller.labels,
        networking: { transparentProxying: {}, ...caller.networking },
      }),
    ],
    meshServices: services,
  });

const reachNeed = (
  snapshot: MeshSnapshot,
  dataplane: string,
  destinations: DestinationServicePort[],
) => new ReachNeeds(snapshot).of([{ dataplane, destinations }])[0];

const to = (...names: string[]): DestinationServicePort[] =>
  names.map(name => ({ kind: 'MeshService', name }));

describe('what a workload has to list', () => {
  it('opens what it calls under 3.0, and nothing else', () => {
    const snapshot = mesh({});
    const need = reachNeed(snapshot, 'orders', to('payments'))!;
    expect(need).toMatchObject({
      place: 'dataplane',
      added: [
        {
          kind: 'MeshService',
          labels: {
            'kuma.io/display-name': 'payments',
            'kuma.io/zone': 'zone-1',
          },
        },
      ],
      without: [],
    });
    const after = asOf30(snapshot);
    const mended = createEvaluator({
      ...after,
      dataplanes: [withRefs(after.dataplanes[0], need.added)],
    });
    const stateOf = (name: string) =>
      mended.wayOut('orders', { kind: 'MeshService', name }).state;
    expect([stateOf('payments'), stateOf('ledger')]).toEqual([
      'open',
      'closed',
    ]);
  });

  it('keeps what it has by labels, and drops what it has by name', () => {
    const kept = { kind: 'MeshService', labels: { team: 'a' } };
    const need = reachNeed(
      mesh({
        networking: {
          transparentProxying: {
            reachableBackends: {
              refs: [kept, { kind: 'MeshService', name: 'ledger' }],
            },
          },
        },
      }),
      'orders',
      to('ledger'),
    )!;
    expect(need.kept).toEqual([kept]);
    expect(need.added).toHaveLength(1);
  });

  it('takes labels of its own, and says where none single it out', () => {
    const need = reachNeed(
      mesh({}, [
        service('payments', { app: 'pay', team: 'a' }),
        service('ledger', { team: 'a' }),
        service('orders', { team: 'a' }),
      ]),
      'orders',
      to('payments', 'ledger', 'nobody'),
    )!;
    expect(need.added.map(({ labels }) => labels)).toEqual([
      { app: 'pay', 'kuma.io/zone': 'zone-1' },
    ]);
    expect(need.without.map(({ name }) => name)).toEqual(['ledger', 'nobody']);
  });

  it('is nothing where no traffic is led through the proxy', () => {
    const snapshot = mesh({ networking: { transparentProxying: undefined } });
    expect(reachNeed(snapshot, 'orders', to('payments'))).toBeUndefined();
  });

  it('is written as an annotation of a pod, or into the Dataplane', () => {
    const yamlOf = (labels: Record<string, string>) => {
      const need = reachNeed(mesh({ labels }), 'orders', to('payments'));
      return backendsYaml(need.place, need.added);
    };
    expect(yamlOf({})).toBe(`networking:
  transparentProxying:
    reachableBackends:
      refs:
        - kind: MeshService
          labels:
            kuma.io/display-name: payments
            kuma.io/zone: zone-1
`);
    expect(yamlOf({ 'kuma.io/env': 'kubernetes' })).toBe(`metadata:
  annotations:
    kuma.io/reachable-backends: |
      refs:
        - kind: MeshService
          labels:
            kuma.io/display-name: payments
            kuma.io/zone: zone-1
`);
  });
});
