import { mockServices } from '@backstage/backend-test-utils';
import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { findInstance } from './findInstance';

const FORMER = 'component:default/prod';
const OWN = 'component:default/airflow..prod';
const BY_HAND = 'url:https://git.example.com/catalog-info.yaml';
const source = {
  kind: 'airflow' as const,
  name: 'prod',
  owner: 'group:default/platform',
  url: 'https://airflow.example.com',
};

const entity = (
  ref: string,
  instance?: string,
  type: string = 'airflow',
  origin: string = 'airflow-kuma:airflow:prod',
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    ...parseEntityRef(ref),
    annotations: {
      'backstage.io/managed-by-origin-location': origin,
      ...(instance && { 'airflow.apache.org/instance': instance }),
    },
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
    [
      'people annotated theirs, of our type',
      [entity(FORMER, 'prod', 'airflow', BY_HAND)],
      OWN,
      false,
    ],
    [
      'people annotated theirs under the other name',
      [entity(OWN, 'prod', 'airflow', BY_HAND)],
      OWN,
      true,
    ],
    [
      'the catalog has ours as this module told it at first',
      [entity(FORMER, 'prod', 'airflow', 'url:https://airflow.example.com')],
      FORMER,
      false,
    ],
    ['another instance has it', [entity(FORMER, 'other')], OWN, false],
    ['people have even the other name', [entity(OWN)], OWN, true],
    ['people have both', [entity(FORMER), entity(OWN, 'other')], OWN, true],
  ])('when %s', async (_what, entities, ref, isForeign) => {
    const catalog = catalogServiceMock({ entities });
    expect(await findInstance({ auth, catalog }, source)).toEqual({
      ref,
      isForeign,
    });
  });

  it('guesses nothing while the catalog does not answer', async () => {
    const catalog = catalogServiceMock.mock();
    catalog.getEntitiesByRefs.mockRejectedValue(new Error('starting'));
    await expect(findInstance({ auth, catalog }, source)).rejects.toThrow(
      'starting',
    );
  });
});
