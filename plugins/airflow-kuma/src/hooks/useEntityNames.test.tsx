import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { useEntityNames } from './useEntityNames';

const REFS = ['group:default/data', 'user:default/ann', 'none'];

function Names() {
  const nameOf = useEntityNames(REFS);
  return <p>{REFS.map(nameOf).join(' | ')}</p>;
}

describe('useEntityNames', () => {
  it('says what links to them say', async () => {
    const titles: Record<string, string> = { 'group:default/data': 'Data' };
    const forEntity = (ref: any) => {
      const snapshot = { entityRef: ref, primaryTitle: titles[ref] ?? 'Other' };
      return { snapshot, promise: Promise.resolve(snapshot) };
    };
    renderInTestApp(<Names />, {
      apis: [[entityPresentationApiRef, { forEntity }]],
    });
    expect(await screen.findByText('Data | Other | Other')).toBeVisible();
  });

  it('says the names in the refs where the portal has no titles', async () => {
    renderInTestApp(<Names />, {
      apis: [
        [
          entityPresentationApiRef,
          {
            forEntity: () => {
              throw new Error('no catalog');
            },
          },
        ],
      ],
    });
    expect(await screen.findByText(/data \| .*ann \| none/)).toBeVisible();
  });
});
