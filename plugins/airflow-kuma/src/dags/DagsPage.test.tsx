import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { DagsPage } from './DagsPage';

const sortButton = async (name: string) =>
  within(await screen.findByRole('table', { name: 'DAGs' })).getByRole(
    'button',
    { name },
  );

describe('DagsPage', () => {
  it('shows DAGs with state, last run and counts of edge states', async () => {
    renderPage(<DagsPage />, { api: fakeApi() });
    const row = await screen.findByRole('row', { name: /Orders ETL/ });
    expect(row).toHaveTextContent('Paused');
    expect(row).toHaveTextContent('Failed');
    expect(row).toHaveTextContent('1 needs permission');
    expect(row).toHaveTextContent('2 aligned');
    expect(screen.getByRole('link', { name: 'Orders ETL' })).toHaveAttribute(
      'href',
      expect.stringContaining('/catalog/default/component/'),
    );
  });

  it('asks the server for what the address says', async () => {
    const api = fakeApi();
    renderPage(<DagsPage />, {
      api,
      at: '/?text=ord&instance=prod&offset=20&orderBy=-nextRun',
    });
    await screen.findByRole('table', { name: 'DAGs' });
    expect(api.dags.mock.calls[0][0]).toEqual({
      text: 'ord',
      instance: ['prod'],
      offset: 20,
      limit: 20,
      orderBy: '-nextRun',
    });
    expect(screen.getByText('21-40 of 61')).toBeInTheDocument();
  });

  it('sorts, pages and filters on the server', async () => {
    const api = fakeApi();
    const user = userEvent.setup();
    renderPage(<DagsPage />, { api });
    await user.click(await sortButton('Owner'));
    await waitFor(() =>
      expect(api.dags.mock.lastCall?.[0]).toMatchObject({ orderBy: 'owner' }),
    );
    await user.click(await sortButton('Owner'));
    await waitFor(() =>
      expect(api.dags.mock.lastCall?.[0]).toMatchObject({ orderBy: '-owner' }),
    );
    await user.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(() =>
      expect(api.dags.mock.lastCall?.[0]).toMatchObject({ offset: 20 }),
    );
    await user.type(
      screen.getByRole('searchbox', { name: 'Search DAGs' }),
      'pay',
    );
    await waitFor(() =>
      expect(api.dags.mock.lastCall?.[0]).toMatchObject({
        text: 'pay',
        offset: 0,
      }),
    );
    const filters = within(screen.getByRole('search', { name: 'Filters' }));
    await user.click(filters.getByRole('button', { name: 'Instance' }));
    await user.click(screen.getByRole('option', { name: 'legacy (3)' }));
    await waitFor(() =>
      expect(api.dags.mock.lastCall?.[0]).toMatchObject({
        instance: ['legacy'],
      }),
    );
  });

  it('says what to do when nothing fits', async () => {
    const api = fakeApi({
      dags: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    });
    renderPage(<DagsPage />, { api, at: '/?text=nothing' });
    expect(await screen.findByText(/No DAG fits these filters/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Clear filters' })).toBeVisible();
  });

  it('says what failed and offers another try', async () => {
    const api = fakeApi({
      dags: jest.fn().mockRejectedValueOnce(new Error('backend is away')),
    });
    renderPage(<DagsPage />, { api });
    expect(
      await screen.findByText(/Could not load the dags table/),
    ).toBeVisible();
    expect(screen.getAllByText(/backend is away/)[0]).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeVisible();
  });
});
