import {
  airflowEntityRef,
  formerAirflowEntityRef,
  meshEntityRef,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogClaims } from './CatalogClaims';

const source = (kind: 'airflow' | 'kuma', name: string): SourceStatus => ({
  kind,
  name,
  title: `${kind} ${name}`,
  state: 'ok',
  lastSuccess: '2026-11-27T00:00:00.000Z',
  skipped: [],
  parts: [],
});

const DAG = 'component:default/airflow.orders';
const SERVICE = 'resource:default/eu.default.stock';
const LOCATION = 'url:https://git.example.com/catalog-info.yaml';

const entity = (
  ref: string,
  annotations: Record<string, string> = {
    'backstage.io/managed-by-origin-location': LOCATION,
  },
): Entity => {
  const { kind, namespace, name } = parseEntityRef(ref);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind,
    metadata: { name, namespace, annotations },
  };
};
const from = (origin: string) => ({
  'backstage.io/managed-by-origin-location': origin,
});
const ofAirflow = from('airflow-kuma:airflow:airflow');
const ofKuma = from('airflow-kuma:kuma:eu');

const inventory = {
  sources: async () => [source('airflow', 'airflow'), source('kuma', 'eu')],
  dags: async () => [{ ref: DAG, instance: 'airflow' }],
  meshes: async () => [{ controlPlane: 'eu', mesh: 'default' }],
  services: async () => [{ ref: SERVICE, controlPlane: 'eu' }],
} as never;

const everything = { has: () => true, key: '' };

async function partsOf(entities: Entity[], visible = everything) {
  const claims = CatalogClaims.create({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities }),
    inventory,
  });
  const sources = await claims.addTo(
    [source('airflow', 'airflow'), source('kuma', 'eu')],
    visible,
  );
  return sources.map(({ parts }) => parts[0]);
}

const own = [
  entity(airflowEntityRef('airflow'), ofAirflow),
  entity(DAG, ofAirflow),
  entity(meshEntityRef('eu', 'default'), ofKuma),
  entity(SERVICE, ofKuma),
];

describe('CatalogClaims', () => {
  it('counts what the catalog has of ours', async () => {
    expect(await partsOf(own)).toEqual([
      expect.objectContaining({
        name: 'catalog entities',
        state: 'read',
        counts: { read: 2, shown: 2, merged: 0, leftOut: [] },
      }),
      expect.objectContaining({
        counts: expect.objectContaining({ shown: 2 }),
      }),
    ]);
    const [none] = await partsOf([]);
    expect(none.reason).toBeUndefined();
    expect(none.counts!.leftOut).toEqual([
      { reason: 'not in the catalog yet', count: 2 },
    ]);
  });

  it.each([
    ['the instance', 0, airflowEntityRef('airflow')],
    ['a DAG', 0, DAG],
    ['a mesh', 1, meshEntityRef('eu', 'default')],
    ['a service', 1, SERVICE],
  ])('tells that the name of %s is taken, and by whom', async (_, at, ref) => {
    const others = own.filter(
      ({ metadata }) => metadata.name !== parseEntityRef(ref).name,
    );
    const parts = await partsOf([...others, entity(ref)]);
    expect(parts[at]).toMatchObject({
      reason: expect.stringContaining(`${ref} belongs to ${LOCATION}`),
      advice: expect.stringContaining('another key in the configuration'),
      counts: {
        read: 2,
        shown: 1,
        leftOut: [{ reason: 'its name belongs to another entity', count: 1 }],
      },
    });
    expect(parts[1 - at].reason).toBeUndefined();
  });

  it('knows an instance by the name that it had at first', async () => {
    const former = formerAirflowEntityRef('airflow');
    const [part] = await partsOf([...own.slice(1), entity(former, ofAirflow)]);
    expect(part).toMatchObject({ counts: { read: 2, shown: 2 } });
    expect(part.reason).toBeUndefined();

    const [beside] = await partsOf([...own, entity(former)]);
    expect(beside).toMatchObject({ counts: { read: 2, shown: 2 } });
    expect(beside.reason).toBeUndefined();

    const [none] = await partsOf([...own.slice(1), entity(former)]);
    expect(none.counts!.leftOut).toEqual([
      { reason: 'not in the catalog yet', count: 1 },
    ]);
  });

  it('does not take an entity of another source of ours for its own', async () => {
    const [part] = await partsOf([
      entity(DAG, from('airflow-kuma:airflow:airflow.orders')),
    ]);
    expect(part.reason).toContain(`${DAG} belongs to`);
  });

  it('does not take for ours what people annotated like ours', async () => {
    const byHand = {
      ...from(LOCATION),
      'airflow.apache.org/instance': 'airflow',
      'kuma.io/control-plane': 'eu',
      'airflow-kuma.dev/service': 'eu/default/stock',
    };
    for (const [at, ref] of [DAG, SERVICE].entries()) {
      const parts = await partsOf([entity(ref, byHand)]);
      expect(parts[at].reason).toContain(`${ref} belongs to ${LOCATION}`);
      expect(parts[at].counts).toMatchObject({ shown: 0 });
    }
  });

  it('tells nobody of entities that they may not see', async () => {
    const [part] = await partsOf([entity(DAG)], { has: () => false, key: '' });
    expect(part.reason).toBe(
      'The catalog gave 1 name of it to other entities.',
    );
  });

  it('goes on when the catalog does not answer, and asks once a round', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('it is down'));
    let now = 0;
    const claims = CatalogClaims.create({
      auth: mockServices.auth(),
      catalog,
      inventory,
      clock: () => now,
    });
    const sources = [source('airflow', 'airflow')];
    for (now of [0, 1_000, 59_999]) {
      const [{ parts }] = await claims.addTo(sources, everything);
      expect(parts).toEqual([
        expect.objectContaining({
          state: 'failed',
          reason: 'The catalog could not be asked: it is down',
        }),
      ]);
    }
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(1);
    now = 60_000;
    await claims.addTo(sources, everything);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(2);
  });
});
