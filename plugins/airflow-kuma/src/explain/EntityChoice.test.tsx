import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityPresentationApiRef } from '@backstage/plugin-catalog-react';
import { screen, waitFor } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityChoice } from './EntityChoice';

const choice = (search = jest.fn().mockResolvedValue([])) => (
  <EntityChoice
    label="DAG"
    value="component:default/prod-data.embed_documents"
    search={search}
    onChange={jest.fn()}
  />
);

describe('EntityChoice', () => {
  it('names what only the address names as the catalog does', async () => {
    const snapshot = {
      entityRef: 'component:default/prod-data.embed_documents',
      primaryTitle: 'Embed new documents',
    };
    renderInTestApp(choice(), {
      apis: [
        [
          entityPresentationApiRef,
          {
            forEntity: () => ({
              snapshot,
              promise: Promise.resolve(snapshot),
            }),
          },
        ],
      ],
    });
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'DAG' })).toHaveValue(
        'Embed new documents',
      ),
    );
  });

  it('falls back on its ref', async () => {
    renderPage(choice(), { api: fakeApi() });
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: 'DAG' })).toHaveValue(
        'prod-data.embed_documents',
      ),
    );
  });
});
