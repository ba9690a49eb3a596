import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityName, EntityNames } from './EntityName';

const REF = 'component:default/prod.embed_documents';

describe('EntityName', () => {
  it('shows the name as a link, and the id where it is another', async () => {
    renderPage(
      <p>
        <EntityName
          entityRef={REF}
          name="Embed new documents"
          id="embed_documents"
        />
      </p>,
      { api: fakeApi() },
    );
    const link = await screen.findByRole('link', {
      name: 'Embed new documents',
    });
    expect(link.closest('p')).toHaveTextContent(
      'Embed new documents (embed_documents)',
    );
    expect(screen.getByTitle(REF)).toContainElement(link);
  });

  it('says a name once', async () => {
    renderPage(
      <p>
        <EntityName entityRef={REF} name="orders" id="orders" />
      </p>,
      { api: fakeApi() },
    );
    const link = await screen.findByRole('link');
    expect(link.closest('p')).toHaveTextContent(/^orders$/);
  });

  it('links to nothing where there is no entity', async () => {
    renderPage(
      <p>
        <EntityName id="gone" />
      </p>,
      { api: fakeApi() },
    );
    expect(await screen.findByText('gone')).toBeVisible();
    expect(screen.queryByRole('link')).not.toBeInTheDocument();
  });

  it('lists what only the catalog names', async () => {
    renderPage(
      <p>
        <EntityNames entities={[REF, 'component:default/prod.orders']} />
      </p>,
      { api: fakeApi() },
    );
    const [first] = await screen.findAllByRole('link');
    expect(first.closest('p')).toHaveTextContent(
      'prod.embed_documents, prod.orders',
    );
  });
});
