import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogPeopleReader } from './CatalogPeopleReader';

describe('CatalogPeopleReader', () => {
  const entities = [
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'User',
      metadata: { name: 'ann', namespace: 'default' },
      spec: { profile: { displayName: 'Ann Bee' } },
    },
    {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'data', namespace: 'default', title: 'Data' },
      spec: {},
    },
  ];
  const auth = mockServices.auth();

  it('names people as pages do, and those the catalog lacks by their ref', async () => {
    const people = new CatalogPeopleReader({
      catalog: catalogServiceMock({ entities }),
      auth,
    });
    const refs = [
      'user:default/ann',
      'group:default/data',
      'user:default/gone',
    ];
    const nameOf = await people.namesOf(refs);
    expect(refs.map(nameOf)).toEqual(['Ann Bee', 'Data', 'gone']);
  });

  it('asks once for a while, and does not fail where the catalog does', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntitiesByRefs
      .mockResolvedValueOnce({ items: [entities[0]] })
      .mockRejectedValue(new Error('no catalog'));
    let now = 0;
    const people = new CatalogPeopleReader({ catalog, auth, now: () => now });
    const name = async () =>
      (await people.namesOf(['user:default/ann']))('user:default/ann');
    expect([await name(), await name()]).toEqual(['Ann Bee', 'Ann Bee']);
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(1);
    now = 60_000;
    expect(await name()).toBe('Ann Bee');
    expect(catalog.getEntitiesByRefs).toHaveBeenCalledTimes(2);
  });
});
