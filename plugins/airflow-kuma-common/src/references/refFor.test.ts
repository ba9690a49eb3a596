import { meshOf } from '../evaluator/__testUtils__/meshes';
import { KumaResource } from '../evaluator/types';
import { refFor } from './refFor';

const DISPLAY = 'kuma.io/display-name';
const ZONE = 'kuma.io/zone';
const NAMESPACE = 'k8s.kuma.io/namespace';

const service = (name: string, labels: object = {}): KumaResource => ({
  type: 'MeshService',
  name,
  labels: { [ZONE]: 'zone-1', ...labels },
  spec: { ports: [{ port: 80 }] },
});
/** As a generated one has it. */
const generated = (name: string, labels: object = {}) =>
  service(name, { [DISPLAY]: name, ...labels });

const refOf = (meshServices: KumaResource[], name = 'payments') =>
  refFor(meshOf({ meshServices }), { kind: 'MeshService', name });

describe('a reference to a service', () => {
  it('goes by display name and place, which both versions take', () => {
    expect(refOf([generated('payments'), generated('ledger')])).toEqual({
      ref: {
        kind: 'MeshService',
        labels: { [DISPLAY]: 'payments', [ZONE]: 'zone-1' },
      },
    });
  });

  it('goes by the label that names it, before others that it alone has today', () => {
    const own = { 'data-domain': 'finance', 'a-team': 'x', svc: 'payments' };
    expect(refOf([service('payments', own), service('ledger')])).toEqual({
      ref: {
        kind: 'MeshService',
        labels: { svc: 'payments', [ZONE]: 'zone-1' },
      },
    });
  });

  it('tells services of one name in two namespaces apart', () => {
    const inShop = {
      ...generated('payments', { [NAMESPACE]: 'shop' }),
      name: 'payments.shop',
    };
    const inTest = {
      ...generated('payments', { [NAMESPACE]: 'test' }),
      name: 'payments.test',
    };
    expect(refOf([inShop, inTest], 'payments.shop')?.ref.labels).toEqual({
      [DISPLAY]: 'payments',
      [NAMESPACE]: 'shop',
      [ZONE]: 'zone-1',
    });
  });

  it('takes the one label of its own that singles a hand-made one out', () => {
    const services = [
      service('payments', { team: 'a', app: 'payments' }),
      service('ledger', { team: 'a', app: 'ledger' }),
    ];
    expect(refOf(services)?.ref.labels).toEqual({
      app: 'payments',
      [ZONE]: 'zone-1',
    });
    const only = [
      service('payments', { team: 'a', env: 'prod' }),
      service('ledger', { team: 'a', env: 'test' }),
      service('orders', { team: 'b', env: 'prod' }),
    ];
    expect(refOf(only)?.ref.labels).toEqual({
      env: 'prod',
      team: 'a',
      [ZONE]: 'zone-1',
    });
  });

  it.each([
    ['kuma.io/managed-by', true],
    ['k8s.kuma.io/service-name', true],
    ['gateway.kuma.io/kind', true],
    // A domain that only ends alike, and a name that holds it.
    ['notkuma.io/app', false],
    ['acme.example/kuma.io', false],
  ])('takes label %s for one of Kuma: %s', (key, isComputed) => {
    const { ref } = refOf([
      service('payments', { [key]: 'payments' }),
      service('ledger'),
    ])!;
    expect(ref.labels).toEqual(
      isComputed ? undefined : { [key]: 'payments', [ZONE]: 'zone-1' },
    );
  });

  it('goes by name where no labels do, and says that 3.0 takes none', () => {
    const answer = refOf([service('payments'), service('ledger')]);
    expect(answer?.ref).toEqual({ kind: 'MeshService', name: 'payments' });
    expect(answer?.note).toContain('Kuma 3.0 takes references by labels only');
    expect(refOf([], 'payments')).toBeUndefined();
  });

  it('is none to a tag, and does not trip over odd resources', () => {
    expect(
      refFor(meshOf(), { kind: 'ServiceTag', name: 'payments' }),
    ).toBeUndefined();
    const odd = { type: 'MeshService', name: 'payments', labels: ['x'] };
    expect(refOf([odd as never])?.ref).toEqual({
      kind: 'MeshService',
      name: 'payments',
    });
  });
});
