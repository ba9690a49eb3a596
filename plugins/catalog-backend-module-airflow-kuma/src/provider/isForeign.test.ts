import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { isForeignInstance } from './isForeign';

const instance = { name: 'airflow', ref: 'component:default/airflow' };

const airflow = (annotations?: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'airflow', namespace: 'default', annotations },
});

describe('isForeignInstance', () => {
  const auth = mockServices.auth();

  it.each<[string, Entity[], boolean]>([
    ['there is none yet', [], false],
    ['ours', [airflow({ 'airflow.apache.org/instance': 'airflow' })], false],
    ['written by people', [airflow()], true],
    [
      'of another instance of ours',
      [airflow({ 'airflow.apache.org/instance': 'other' })],
      true,
    ],
  ])('an entity that is %s', async (_what, entities, expected) => {
    const catalog = catalogServiceMock({ entities });
    expect(await isForeignInstance({ auth, catalog }, instance)).toBe(expected);
  });

  it('is not known while the catalog does not answer', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntityByRef.mockRejectedValue(new Error('starting'));
    expect(await isForeignInstance({ auth, catalog }, instance)).toBe(false);
  });
});
