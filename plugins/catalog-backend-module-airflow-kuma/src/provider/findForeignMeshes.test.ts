import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findForeignMeshes } from './findForeignMeshes';

const mesh = (name: string, annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name, namespace: 'default', annotations },
});

describe('findForeignMeshes', () => {
  it("tells ours, somebody else's and new ones apart", async () => {
    const catalog = catalogServiceMock({
      entities: [
        mesh('eu.ours', {
          'kuma.io/control-plane': 'eu',
          'kuma.io/mesh': 'ours',
        }),
        mesh('eu.theirs', {}),
        mesh('eu.other', {
          'kuma.io/control-plane': 'us',
          'kuma.io/mesh': 'other',
        }),
      ],
    });
    const meshes = ['ours', 'theirs', 'other', 'new'].map(name => ({
      mesh: name,
    }));
    const services = { auth: mockServices.auth(), catalog };
    expect(await findForeignMeshes(services, 'eu', meshes)).toEqual(
      new Set(['theirs', 'other']),
    );
    expect(await findForeignMeshes(services, 'eu', [])).toEqual(new Set());
  });
});
