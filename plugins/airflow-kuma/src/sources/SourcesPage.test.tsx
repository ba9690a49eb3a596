import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { SourcesPage } from './SourcesPage';

describe('SourcesPage', () => {
  it('says how each source is, and what is held back', async () => {
    renderPage(<SourcesPage />, { api: fakeApi() });
    const row = await screen.findByRole('row', { name: /Kuma eu/ });
    expect(row).toHaveTextContent('Stale');
    expect(row).toHaveTextContent('answered 503');
    expect(row).toHaveTextContent('list of services fell from 40 to 3');
    expect(row).toHaveTextContent('1 item skipped');
    expect(row).toHaveTextContent('until the next read repeats the drop');
  });

  it('has a row for each part: its state, its age and what to do', async () => {
    renderPage(<SourcesPage />, { api: fakeApi() });
    const summary = await screen.findByText('1 read, 1 not told');
    expect(summary).toBeVisible();
    const row = screen.getByRole('row', { name: /import errors/ });
    expect(row).toHaveTextContent('Not told');
    expect(row).toHaveTextContent('answered 403');
    expect(row).toHaveTextContent('Which DAGs are broken, and why.');
    expect(row).toHaveTextContent('permission “can read on ImportError”');
    const dags = screen.getByRole('row', { name: /^DAGs/ });
    expect(dags).toHaveTextContent('12 read, 10 shown');
    expect(dags).toHaveTextContent('2 left out: left out by filter.tags');
    expect(screen.getByRole('row', { name: /Airflow prod/ })).toHaveTextContent(
      'Some parts missing',
    );
  });

  it('says what the account lacks to write permissions', async () => {
    const api = fakeApi();
    renderPage(<SourcesPage />, { api });
    const row = await screen.findByRole('row', { name: /Kuma eu/ });
    await waitFor(() => expect(row).toHaveTextContent('delete in shop'));
  });

  it('names the mesh where meshes differ, and says less where it may not be told', async () => {
    const writer = { controlPlane: 'eu', name: 'kuma-api', writable: true };
    const { unmount } = renderPage(<SourcesPage />, {
      api: fakeApi({
        accessWriters: jest.fn().mockResolvedValue([
          { ...writer, mesh: 'default', how: 'Written.' },
          { ...writer, mesh: 'other', how: 'Not written.', writable: false },
        ]),
      }),
    });
    const row = await screen.findByRole('row', { name: /Kuma eu/ });
    await waitFor(() => expect(row).toHaveTextContent('default: Written.'));
    expect(row).toHaveTextContent('other: Not written.');
    unmount();
    renderPage(<SourcesPage />, {
      api: fakeApi({
        accessWriters: jest.fn().mockRejectedValue(new Error('forbidden')),
      }),
    });
    expect(
      await screen.findByRole('row', { name: /Kuma eu/ }),
    ).toHaveTextContent('Applied through');
  });

  it('lets an administrator read now and accept a drop', async () => {
    const api = fakeApi();
    renderPage(<SourcesPage />, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Read now: Kuma eu' }),
    );
    await waitFor(() => expect(api.refreshSource).toHaveBeenCalled());
    expect(api.refreshSource.mock.calls[0][0]).toMatchObject({
      kind: 'kuma',
      name: 'eu',
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Accept the drop in Kuma eu' }),
    );
    await waitFor(() => expect(api.confirmSource).toHaveBeenCalled());
  });

  it('names the config keys when nothing is configured', async () => {
    const api = fakeApi({ sources: jest.fn().mockResolvedValue([]) });
    renderPage(<SourcesPage />, { api });
    expect(
      await screen.findByText(/airflowKuma.airflow.instances/),
    ).toBeVisible();
  });

  it('shows what will surprise somebody in permissions, and what to do', async () => {
    const finding = {
      controlPlane: 'eu',
      mesh: 'default',
      code: 'forged-scope' as const,
      severity: 'error' as const,
      policy: {
        kind: 'MeshTrafficPermission' as const,
        name: 'open-all',
        dialect: 'rules' as const,
        shadow: false,
      },
      message: 'open-all says that it comes from the global control plane.',
      affected: ['payments'],
      affectedTotal: 3,
    };
    const api = fakeApi({
      findings: jest.fn().mockResolvedValue(
        Array.from({ length: 12 }, (_, index) => ({
          ...finding,
          message: `${finding.message} ${index}`,
        })),
      ),
    });
    renderPage(<SourcesPage />, { api });
    const table = await screen.findByRole('table', {
      name: 'Surprises in permissions',
    });
    expect(within(table).getAllByRole('row')).toHaveLength(11);
    const [, first] = within(table).getAllByRole('row');
    expect(first).toHaveTextContent('Mend it now');
    expect(first).toHaveTextContent('Touches payments and 2 more');
    expect(first).toHaveTextContent('Find out who set this label');
    await userEvent.click(screen.getByRole('button', { name: 'Show all 12' }));
    expect(within(table).getAllByRole('row')).toHaveLength(13);
  });

  it('says that there is no surprise', async () => {
    renderPage(<SourcesPage />, { api: fakeApi() });
    expect(
      await screen.findByText('Every permission does what it reads like.'),
    ).toBeVisible();
  });
});
