import {
  CatalogDag,
  CatalogService,
  dagEntityRef,
  serviceEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import fc from 'fast-check';
import { CatalogSource } from '../config/readCatalogSources';
import { airflowEntity } from './airflowEntity';
import { dagEntity } from './dagEntity';
import { meshEntity } from './meshEntity';
import { problemOf } from './problemOf';
import { serviceEntity } from './serviceEntity';

const airflow: CatalogSource = {
  kind: 'airflow',
  name: 'prod',
  owner: 'group:default/platform',
  system: 'system:default/data',
  url: 'https://airflow.example.com',
};
const instance = { ref: 'component:default/airflow..prod', isForeign: false };
const kuma: CatalogSource = { ...airflow, kind: 'kuma', name: 'eu' };

const dag: CatalogDag = {
  dagId: 'orders_etl',
  displayName: 'Orders ETL',
  description: 'Loads orders',
  tags: ['domain:orders', 'calls:payments'],
  uiUrl: 'https://airflow.example.com/dags/orders_etl',
  owner: 'group:default/orders',
  dataDomain: 'Orders & Returns',
  environment: 'prod',
  schedule: '@hourly',
  dependsOn: ['resource:default/eu.default.payments'],
};

const service: CatalogService = {
  mesh: 'default',
  kind: 'MeshService',
  name: 'payments',
  displayName: 'payments',
  zone: 'zone-1',
  kri: 'kri_msvc_default_zone-1__payments_',
  hostnames: ['payments.svc.mesh.local'],
  labels: { team: 'payments' },
  owner: 'group:default/payments',
  dataDomain: 'finance',
  environment: 'prod',
  guiUrl: 'https://kuma.example.com/gui/x',
};

async function expectAccepted(entity: Entity, ref?: string) {
  expect(await problemOf(entity)).toBeUndefined();
  if (ref) expect(stringifyEntityRef(entity)).toBe(ref);
}

describe('entities', () => {
  it("hangs no DAG on an instance that is somebody else's", () => {
    expect(dagEntity(dag, airflow, instance).spec.subcomponentOf).toBeDefined();
    expect(
      dagEntity(dag, airflow, { ...instance, isForeign: true }).spec,
    ).not.toHaveProperty('subcomponentOf');
  });

  it('makes a DAG a component of its instance', async () => {
    const entity = dagEntity(dag, airflow, instance);
    await expectAccepted(entity, 'component:default/prod.orders_etl');
    expect(entity).toMatchObject({
      metadata: {
        title: 'Orders ETL',
        tags: ['domain:orders', 'calls:payments'],
        labels: {
          'airflow-kuma.dev/data-domain': 'orders-returns',
          'airflow-kuma.dev/environment': 'prod',
        },
        annotations: {
          'backstage.io/managed-by-location':
            'url:https://airflow.example.com/dags/orders_etl',
          'backstage.io/managed-by-origin-location':
            'airflow-kuma:airflow:prod',
          'airflow.apache.org/instance': 'prod',
          'airflow.apache.org/dag-id': 'orders_etl',
          'airflow-kuma.dev/data-domain': 'Orders & Returns',
        },
      },
      spec: {
        type: 'airflow-dag',
        lifecycle: 'production',
        owner: 'group:default/orders',
        subcomponentOf: 'component:default/airflow..prod',
        dependsOn: ['resource:default/eu.default.payments'],
      },
    });
    expect(entity.metadata.annotations).not.toHaveProperty([
      'airflow.apache.org/tags',
    ]);
  });

  it('keeps tags that the catalog refuses, raw, beside their slugs', async () => {
    const entity = dagEntity(
      { ...dag, tags: ['Team A/B', 'ok', 'team a b', '…'] },
      airflow,
      instance,
    );
    await expectAccepted(entity);
    expect(entity.metadata.tags).toEqual(['team-a-b', 'ok', 'x-b4935894']);
    expect(entity.metadata.annotations?.['airflow.apache.org/tags']).toBe(
      '["Team A/B","ok","team a b","…"]',
    );
  });

  it('makes instances, meshes and services entities that belong together', async () => {
    await expectAccepted(
      airflowEntity(
        { instance: 'prod', title: 'Production', ready: true, dags: [] },
        airflow,
        instance,
      ),
      'component:default/airflow..prod',
    );
    await expectAccepted(
      meshEntity({ mesh: 'default', zones: ['zone-1'] }, kuma),
      'resource:default/eu.default',
    );
    const entity = serviceEntity(service, kuma, new Set());
    await expectAccepted(entity, 'resource:default/eu.default.payments');
    expect(entity.spec).toEqual({
      type: 'kuma-service',
      owner: 'group:default/payments',
      dependsOn: ['resource:default/eu.default'],
    });
    const external = serviceEntity(
      { ...service, kind: 'MeshExternalService', guiUrl: undefined },
      kuma,
      new Set(),
    );
    await expectAccepted(
      external,
      'resource:default/eu.default.external_payments',
    );
    expect(external.spec.type).toBe('kuma-external-service');
  });

  it('makes a valid entity of any DAG, under the ref that others use', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 });
    await fc.assert(
      fc.asyncProperty(text, fc.array(text), text, async (id, tags, name) => {
        const entity = dagEntity(
          {
            ...dag,
            dagId: id,
            displayName: name,
            tags,
            dataDomain: name,
            environment: name,
          },
          airflow,
          instance,
        );
        expect(await problemOf(entity)).toBeUndefined();
        expect(stringifyEntityRef(entity)).toBe(dagEntityRef('prod', id));
      }),
    );
  });

  it('makes a valid entity of any service, under the ref that others use', async () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 250 });
    const kind = fc.constantFrom(
      'MeshService' as const,
      'MeshMultiZoneService' as const,
      'MeshExternalService' as const,
      'ServiceTag' as const,
    );
    await fc.assert(
      fc.asyncProperty(text, text, kind, async (name, mesh, aKind) => {
        const odd = { ...service, name, mesh, kind: aKind };
        const entity = serviceEntity(odd, kuma, new Set());
        expect(await problemOf(entity)).toBeUndefined();
        expect(stringifyEntityRef(entity)).toBe(
          serviceEntityRef({ ...odd, controlPlane: 'eu' }),
        );
      }),
    );
  });
});
