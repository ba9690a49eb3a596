import { ServiceKind } from '../inventory/kuma';
import { resolveDeclared, ServiceNameIndex } from './resolveDeclared';

const service = (
  mesh: string,
  name: string,
  more?: { displayName?: string; zone?: string; kind?: ServiceKind },
) => ({
  controlPlane: 'eu',
  mesh,
  kind: more?.kind ?? ('MeshService' as const),
  name,
  displayName: more?.displayName ?? name,
  zone: more?.zone ?? 'zone-1',
  hostnames: [`${name}.svc.mesh.local`],
});

describe('resolveDeclared', () => {
  const payments = service('default', 'payments');
  const ledger = service('legacy', 'ledger');
  const ledgerElsewhere = service('default', 'ledger');
  const hashed = service('default', 'stock-xw6', { displayName: 'stock' });
  const index = new ServiceNameIndex([
    payments,
    ledger,
    ledgerElsewhere,
    hashed,
  ]);

  it.each([
    ['by name', { service: 'payments' }, payments],
    ['by display name', { service: 'stock' }, hashed],
    ['by hostname', { service: 'payments.svc.mesh.local' }, payments],
    ['in the mesh as written', { mesh: 'legacy', service: 'ledger' }, ledger],
  ])('finds a service %s', (_, declared, expected) => {
    expect(resolveDeclared(declared, index)).toEqual({ service: expected });
  });

  it('takes none of two that answer to one name, unless one is made of the other', () => {
    const asked = { service: 'payments.svc.mesh.local' };
    const same = (kind: ServiceKind, name: string) => ({
      ...service('default', name, { kind }),
      hostnames: [asked.service],
    });
    for (const other of [
      same('MeshService', 'payments-old'),
      same('MeshExternalService', 'payments-bank'),
    ]) {
      expect(
        resolveDeclared(asked, new ServiceNameIndex([payments, other])),
      ).toEqual({
        service: undefined,
        reason: expect.stringMatching(/^2 services fit/),
      });
    }
    expect(
      resolveDeclared(
        asked,
        new ServiceNameIndex([same('ServiceTag', 'payments'), payments]),
      ),
    ).toEqual({ service: payments });
  });

  it.each([
    'payments.shop',
    'payments.shop.svc',
    'payments.shop.svc.cluster.local',
    'payments.shop.svc.cluster.local.',
    'Payments.Shop.svc.corp.example.com',
  ])('finds a Service of Kubernetes by %s', name => {
    const inShop = {
      ...service('default', 'payments.shop', { displayName: 'payments' }),
      namespace: 'shop',
      hostnames: [],
    };
    const inPay = {
      ...service('default', 'payments.pay', { displayName: 'payments' }),
      namespace: 'pay',
      hostnames: [],
    };
    const tagged = {
      ...service('legacy', 'payments_shop_svc_80', { kind: 'ServiceTag' }),
      hostnames: [],
    };
    const found = (...services: (typeof inShop | typeof tagged)[]) =>
      resolveDeclared({ service: name }, new ServiceNameIndex(services), {
        defaultMesh: 'default',
      }).service;
    expect(found(inPay, inShop, tagged)).toBe(inShop);
    expect(found(inPay, tagged)).toBe(tagged);
    expect(found(inPay)).toBeUndefined();
  });

  it('prefers the mesh where the DAG lives, then the default mesh', () => {
    const declared = { service: 'ledger' };
    expect(
      resolveDeclared(declared, index, {
        homes: [{ controlPlane: 'eu', mesh: 'legacy' }],
        defaultMesh: 'default',
      }).service,
    ).toBe(ledger);
    expect(
      resolveDeclared(declared, index, { defaultMesh: 'default' }).service,
    ).toBe(ledgerElsewhere);
  });

  it('prefers the service that spans zones, else the one of the own zone', () => {
    const east = service('default', 'db-1', {
      displayName: 'db',
      zone: 'east',
    });
    const west = service('default', 'db-2', {
      displayName: 'db',
      zone: 'west',
    });
    const all = service('default', 'db-all', {
      displayName: 'db',
      kind: 'MeshMultiZoneService',
    });
    const options = {
      homes: [{ controlPlane: 'eu', mesh: 'default', zone: 'west' }],
    };
    const declared = { service: 'db' };
    expect(
      resolveDeclared(
        declared,
        new ServiceNameIndex([east, west, all]),
        options,
      ).service,
    ).toBe(all);
    expect(
      resolveDeclared(declared, new ServiceNameIndex([east, west]), options)
        .service,
    ).toBe(west);
  });

  it('does not guess', () => {
    expect(resolveDeclared({ service: 'ledger' }, index)).toEqual({
      service: undefined,
      reason: '2 services fit ledger; write its mesh and full name.',
    });
    expect(
      resolveDeclared({ mesh: 'default', service: 'nope' }, index),
    ).toEqual({
      service: undefined,
      reason: 'No service is known as nope in mesh default.',
    });
  });
});
