import { Service } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { sharedHostnames } from './sharedHostnames';

const service = (
  kind: Service['kind'],
  name: string,
  ...hostnames: string[]
) => ({ kind, name, mesh: 'default', hostnames });

describe('services that answer to one name', () => {
  it('are told, each with its kind', () => {
    expect(
      sharedHostnames([
        service('MeshService', 'a', 'pay.mesh.local', 'a.mesh.local'),
        service('MeshService', 'b', 'pay.mesh.local'),
        service('MeshExternalService', 'bank', 'pay.mesh.local'),
        service('MeshService', 'c', 'c.mesh.local', 'c.mesh.local'),
      ]),
    ).toEqual([
      {
        item: 'pay.mesh.local in mesh default',
        reason: expect.stringMatching(
          /^MeshService a, MeshService b, MeshExternalService bank answer/,
        ),
      },
    ]);
  });

  it('are no surprise where one is made of the others', () => {
    expect(
      sharedHostnames([
        service('MeshService', 'a', 'a.mesh'),
        service('ServiceTag', 'a', 'a.mesh'),
        service('MeshMultiZoneService', 'all', 'a.mesh'),
      ]),
    ).toEqual([]);
    expect(sharedHostnames([])).toEqual([]);
  });
});
