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

  it.each([
    ['the same', '2026-11-01T00:00:00Z', undefined],
    ['the same in other words', '2026-11-01T01:00:00.000+01:00', undefined],
    ['later', '2026-11-02T00:00:00Z', '2026-11-02T00:00:00Z'],
    ['absent', undefined, undefined],
  ])(
    'takes no time of creation for a change: it is %s',
    (_what, modificationTime, modified) => {
      const resource = {
        ...policy({}),
        creationTime: '2026-11-01T00:00:00Z',
        modificationTime,
      };
      expect(permissionOf('eu', resource)).toMatchObject({
        created: '2026-11-01T00:00:00Z',
        modified,
      });
    },
  );
});
