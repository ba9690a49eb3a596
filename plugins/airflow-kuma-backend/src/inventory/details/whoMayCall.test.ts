import { createEvaluator } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../../graph/__testUtils__/resources';
import { whoMayCall } from './whoMayCall';

const payments = {
  kind: 'MeshService' as const,
  name: 'payments',
  dataplanes: ['payments'],
};
const ask = (permissions: ReturnType<typeof permission>[]) => {
  const snapshot = meshSnapshot({
    dataplanes: ['payments', 'orders', 'checkout', 'billing'].map(dataplane),
    meshServices: [meshService('payments')],
    meshTrafficPermissions: permissions,
  });
  return whoMayCall(createEvaluator(snapshot), snapshot, payments);
};

describe('who may call a service', () => {
  it('lists workloads that are no DAGs as those that are', () => {
    const found = ask([
      permission('some', 'payments', {
        allow: [spiffe('orders'), spiffe('checkout')],
      }),
    ]);
    expect(found).toMatchObject({
      everybody: false,
      withoutCertificate: false,
      identities: {
        total: 2,
        listed: [
          { uriSan: spiffe('checkout'), proxies: 1 },
          { uriSan: spiffe('orders'), proxies: 1 },
        ],
      },
      enforcement: { state: 'enforced' },
    });
  });

  it('is everybody where a permission lets everybody in', () => {
    const found = ask([
      permission('all', 'payments', { allowPrefix: ['spiffe://'] }),
    ]);
    expect(found).toMatchObject({ everybody: true, identities: { total: 3 } });
  });

  it('is nobody where no permission is there', () => {
    expect(ask([])).toMatchObject({
      everybody: false,
      identities: { total: 0, listed: [] },
    });
  });
});
