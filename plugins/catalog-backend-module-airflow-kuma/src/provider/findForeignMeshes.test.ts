import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findForeignMeshes } from './findForeignMeshes';

const mesh = (name: string, annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name,
    namespace: 'default',
    annotations: {
      'backstage.io/managed-by-origin-location': 'airflow-kuma:kuma:eu',
      ...annotations,
    },
  },
});

const source = {
  kind: 'kuma' as const,
  name: 'eu',
  owner: 'group:default/platform',
  url: 'https://kuma.example.com',
};

describe('findForeignMeshes', () => {
  it("tells ours, somebody else's and new ones apart", async () => {
    const catalog = catalogServiceMock({
      entities: [
        mesh('eu.ours', {
          'kuma.io/control-plane': 'eu',
          'kuma.io/mesh': 'ours',
        }),
        mesh('eu.theirs', {}),
        mesh('eu.annotated', {
          'backstage.io/managed-by-origin-location':
            'url:https://git.example.com/catalog-info.yaml',
          'kuma.io/control-plane': 'eu',
          'kuma.io/mesh': 'annotated',
        }),
        mesh('eu.other', {
          'kuma.io/control-plane': 'us',
          'kuma.io/mesh': 'other',
        }),
      ],
    });
    const meshes = ['ours', 'theirs', 'annotated', 'other', 'new'].map(
      name => ({ mesh: name }),
    );
    const services = { auth: mockServices.auth(), catalog };
    expect(await findForeignMeshes(services, source, meshes)).toEqual(
      new Set(['theirs', 'annotated', 'other']),
    );
    expect(await findForeignMeshes(services, source, [])).toEqual(new Set());
  });
});
