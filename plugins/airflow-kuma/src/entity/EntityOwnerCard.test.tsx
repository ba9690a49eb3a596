import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { openGraph } from '../__testUtils__/graphSamples';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityOwnerCard } from './EntityOwnerCard';

const user = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'dana' },
  relations: [{ type: 'memberOf', targetRef: 'group:default/orders' }],
};

describe('EntityOwnerCard', () => {
  it('shows what a person and their groups depend on', async () => {
    const api = fakeApi({ graph: jest.fn().mockResolvedValue(openGraph) });
    renderPage(
      <EntityProvider entity={user}>
        <EntityOwnerCard />
      </EntityProvider>,
      { api },
    );
    const table = await screen.findByRole('table', {
      name: 'Graph as a table',
    });
    expect(table).toHaveTextContent('Orders ETL');
    expect(api.graph.mock.calls[0][0]).toEqual({
      owner: ['user:default/dana', 'group:default/orders'],
      grouping: 'none',
    });
    expect(
      screen.getByRole('button', { name: 'Show as graph' }),
    ).toHaveAttribute(
      'href',
      expect.stringContaining(
        '/airflow-kuma/graph?owner=user%3Adefault%2Fdana&owner=',
      ),
    );
  });
});
