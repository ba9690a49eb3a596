import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { AccessPage } from './AccessPage';

function Here() {
  return <p data-testid="here">{useLocation().search}</p>;
}

function open(at: string) {
  const api = fakeApi();
  renderPage(
    <>
      <AccessPage />
      <Here />
    </>,
    { api, at },
  );
  const asked = () => api.requests.mock.lastCall?.[0];
  return { api, asked, user: userEvent.setup() };
}

describe('the lists of requests', () => {
  it('reads what is searched for from the address', async () => {
    const { asked } = open(
      '/?view=history&text=refund&person=Dana&dag=orders&service=payments&state=revoked&state=expired&from=2026-11-01&to=2026-11-30&ref=component:default/orders&offset=20',
    );
    await waitFor(() =>
      expect(asked()).toEqual({
        view: 'history',
        text: 'refund',
        person: 'Dana',
        dag: 'orders',
        service: 'payments',
        state: ['revoked', 'expired'],
        from: expect.stringMatching(/^2026-(10-31|11-01)T/),
        to: expect.stringMatching(/^2026-(11-30|12-01)T/),
        ref: 'component:default/orders',
        offset: 20,
        limit: 20,
      }),
    );
  });

  it('narrows by state and text, keeps it in the address, and clears', async () => {
    const { asked, user } = open('/?view=history&offset=20');
    await user.click(await screen.findByRole('button', { name: /^State/ }));
    // A state that this list cannot hold is not offered.
    expect(screen.queryByRole('option', { name: 'Active' })).toBeNull();
    await user.click(screen.getByRole('option', { name: 'Revoked' }));
    await user.keyboard('{Escape}');
    await user.type(screen.getByRole('searchbox', { name: 'DAG' }), 'orders');
    await waitFor(() =>
      expect(asked()).toMatchObject({
        state: ['revoked'],
        dag: 'orders',
        offset: 0,
      }),
    );
    expect(screen.getByTestId('here')).toHaveTextContent(
      '?view=history&state=revoked&dag=orders',
    );

    await user.click(screen.getByRole('tab', { name: 'All' }));
    await waitFor(() =>
      expect(asked()).toMatchObject({ view: 'all', dag: 'orders' }),
    );
    expect(asked()).not.toHaveProperty('state');
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() => expect(asked()?.dag).toBeUndefined());
    expect(screen.getByTestId('here')).toHaveTextContent('?view=all');
  });

  it('says that nothing fits, not that nothing is there', async () => {
    const { api } = open('/?view=history&person=nobody');
    api.requests.mockResolvedValue({ items: [], total: 0 });
    expect(await screen.findByText(/No request fits/)).toBeVisible();
  });
});
