import { mockServices } from '@backstage/backend-test-utils';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findInstance } from './findInstance';

const FORMER = 'component:default/prod';
const OWN = 'component:default/airflow..prod';

const entity = (
  ref: string,
  instance?: string,
  type: string = 'airflow',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    ...parseEntityRef(ref),
    annotations: instance ? { 'airflow.apache.org/instance': instance } : {},
  },
  spec: { type },
});

describe('findInstance', () => {
  const auth = mockServices.auth();

  it.each<[string, Entity[], string, boolean]>([
    ['there is none yet', [], OWN, false],
    ['the catalog has ours as it was', [entity(FORMER, 'prod')], FORMER, false],
    ['the catalog has ours', [entity(OWN, 'prod')], OWN, false],
    [
      'the catalog has both, of two replicas',
      [entity(FORMER, 'prod'), entity(OWN, 'prod')],
      FORMER,
      false,
    ],
    ['people have a component of that name', [entity(FORMER)], OWN, false],
    [
      'people annotated theirs',
      [entity(FORMER, 'prod', 'service')],
      OWN,
      false,
    ],
    ['another instance has it', [entity(FORMER, 'other')], OWN, false],
    ['people have even the other name', [entity(OWN)], OWN, true],
    ['people have both', [entity(FORMER), entity(OWN, 'other')], OWN, true],
  ])('when %s', async (_what, entities, ref, isForeign) => {
    const catalog = catalogServiceMock({ entities });
    expect(await findInstance({ auth, catalog }, 'prod')).toEqual({
      ref,
      isForeign,
    });
  });

  it('guesses nothing while the catalog does not answer', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('starting'));
    await expect(findInstance({ auth, catalog }, 'prod')).rejects.toThrow(
      'starting',
    );
  });
});
