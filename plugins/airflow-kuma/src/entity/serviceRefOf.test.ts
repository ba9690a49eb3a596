import { serviceEntityRef } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Entity } from '@backstage/catalog-model';
import { serviceRefOf } from './serviceRefOf';

const entity = (annotation?: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    ...(annotation && {
      annotations: { 'airflow-kuma.dev/service': annotation },
    }),
  },
  spec: { type: 'service' },
});

describe('serviceRefOf', () => {
  it('follows the annotation', () => {
    expect(serviceRefOf(entity('prod/default/payments'))).toBe(
      serviceEntityRef({
        controlPlane: 'prod',
        mesh: 'default',
        kind: 'MeshService',
        name: 'payments',
      }),
    );
  });

  it.each([undefined, 'payments', 'prod/default/', 'a/b/c/d'])(
    'is the entity itself for %s',
    annotation => {
      expect(serviceRefOf(entity(annotation))).toBe('component:default/shop');
    },
  );
});
