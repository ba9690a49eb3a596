import { grantLabels } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { permissionOf } from './permissionOf';

const policy = (labels: Record<string, string>) => ({
  type: 'MeshTrafficPermission',
  mesh: 'default',
  name: 'ak-1',
  labels,
  spec: {},
});

describe('permissionOf', () => {
  it('names all grants of a policy, however many labels they take', () => {
    const grants = Array.from({ length: 9 }, (_, index) => `grant-000${index}`);
    const labels = grantLabels(grants);
    expect(Object.keys(labels).length).toBeGreaterThan(1);
    expect(permissionOf('eu', policy(labels)).grants).toEqual(grants);
  });

  it("names none on somebody else's", () => {
    expect(permissionOf('eu', policy({ team: 'shop' })).grants).toEqual([]);
  });
});
