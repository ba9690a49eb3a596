import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import {
  readinessAnswer,
  readinessMeshes,
  readinessPullRequests,
} from '../__testUtils__/readinessSamples';
import { renderPage } from '../__testUtils__/renderPage';
import { saveFile } from '../audit/saveFile';
import { ReadinessPage } from './ReadinessPage';

jest.mock('../audit/saveFile');

describe('ReadinessPage', () => {
  const callsOf = (owner: string) =>
    screen.findByRole('table', { name: `Calls of ${owner}` });

  it('opens on a mesh that has something before it, and says how much', async () => {
    const api = fakeApi();
    renderPage(<ReadinessPage />, { api });
    expect(
      await screen.findByRole('heading', {
        name: '2 of 4 calls left, was 3 on 2026-11-20',
      }),
    ).toBeVisible();
    expect(api.readiness.mock.calls[0][0]).toEqual({
      controlPlane: 'eu',
      mesh: 'default',
    });
    expect(screen.getByText(/has not answered since/)).toBeVisible();
  });

  it('says of each call what happens, why at both times, and what mends it', async () => {
    renderPage(<ReadinessPage />, { api: fakeApi() });
    const [, first, second] = within(await callsOf('orders')).getAllByRole(
      'row',
    );
    expect(first).toHaveTextContent('Orders');
    expect(first).toHaveTextContent('Task charge');
    expect(first).toHaveTextContent('payments port 80');
    expect(first).toHaveTextContent('Stops');
    expect(first).toHaveTextContent(
      'Today: Allowedto-payments allows this caller.',
    );
    expect(first).toHaveTextContent(
      'In 3.0: Deniedorders-1 has no reachableBackends.',
    );
    expect(first).toHaveTextContent('Dataplane orders-1');
    expect(first).toHaveTextContent('List what the workload calls');
    expect(second).toHaveTextContent('Opens');
    expect(second).toHaveTextContent('it could be of 3 DAGs');
  });

  it('has the list of a workload to copy, and says what cannot be listed', async () => {
    renderPage(<ReadinessPage />, { api: fakeApi() });
    const list = await screen.findByRole('region', {
      name: 'reachableBackends of orders',
    });
    expect(list).toHaveTextContent('transparentProxying');
    expect(within(list).getByRole('button')).toBeVisible();
    expect(
      screen.getByText(/No labels single out MeshService nameless/),
    ).toBeVisible();
  });

  it('opens the pull request of an owner, and says what is left to copy', async () => {
    const [repository] = readinessPullRequests.repositories;
    const opened = {
      ...readinessPullRequests,
      repositories: [
        {
          ...repository,
          state: 'open' as const,
          reference: 'https://git.example.com/pull/7',
        },
      ],
    };
    const openReadinessPullRequests = jest
      .fn()
      .mockRejectedValueOnce(new Error('It broke'))
      .mockResolvedValue(opened);
    renderPage(<ReadinessPage />, {
      api: fakeApi({ openReadinessPullRequests }),
    });
    const section = await screen.findByRole('region', {
      name: 'Pull requests of orders',
    });
    expect(section).toHaveTextContent('No pull request yet');
    expect(section).toHaveTextContent('reports: The portal does not know');
    const button = within(section).getByRole('button', {
      name: 'Open a pull request',
    });
    await userEvent.click(button);
    expect(await within(section).findByRole('alert')).toBeVisible();
    await userEvent.click(button);
    expect(
      await within(section).findByRole('link', { name: /pull\/7/ }),
    ).toBeVisible();
    expect(openReadinessPullRequests).toHaveBeenLastCalledWith({
      controlPlane: 'eu',
      mesh: 'default',
      owner: 'group:default/orders',
    });
    expect(
      within(section).getByRole('button', { name: 'Update the pull request' }),
    ).toBeVisible();
  });

  it('tells others who can open it, and what went wrong there', async () => {
    const [repository] = readinessPullRequests.repositories;
    const told = {
      ...readinessPullRequests,
      mayOpen: false,
      repositories: [
        { ...repository, state: 'unknown', problem: 'Its host is away.' },
      ],
    };
    renderPage(<ReadinessPage />, {
      api: fakeApi({
        readinessPullRequests: jest.fn().mockResolvedValue([told]),
      }),
    });
    const section = await screen.findByRole('region', {
      name: 'Pull requests of orders',
    });
    expect(section).toHaveTextContent('Its host is away.');
    expect(section).toHaveTextContent('A member of orders or an administrator');
    expect(within(section).queryByRole('button')).toBeNull();
  });

  it('shows owners of services what is theirs to mend', async () => {
    renderPage(<ReadinessPage />, { api: fakeApi() });
    const table = await screen.findByRole('table', {
      name: 'What payments has to mend',
    });
    const [, row] = within(table).getAllByRole('row');
    expect(row).toHaveTextContent('MeshTrafficPermission by-name');
    expect(row).toHaveTextContent('select by labels');
    const findings = screen.getByRole('table', {
      name: 'What of the mesh goes',
    });
    expect(findings).toHaveTextContent('by-name, 2 more');
    expect(
      screen.getByRole('table', { name: 'What this portal asks' }),
    ).toHaveTextContent('GET /service-insights');
  });

  it('is narrowed by owner, state and cause, in the address', async () => {
    renderPage(<ReadinessPage />, {
      api: fakeApi(),
      at: '/?state=opens',
    });
    const table = await callsOf('orders');
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    expect(table).toHaveTextContent('Opens');
    expect(screen.queryByText('What of the mesh goes')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Why' }));
    await userEvent.click(
      screen.getByRole('option', { name: /No reachableBackends/ }),
    );
    expect(await screen.findByText(/No call fits these filters/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters', hidden: true }),
    );
    await waitFor(async () =>
      expect(within(await callsOf('orders')).getAllByRole('row')).toHaveLength(
        3,
      ),
    );
  });

  it('saves all of it as CSV', async () => {
    const content = new Blob(['owner']);
    const api = fakeApi({
      exportReadiness: jest.fn().mockResolvedValue(content),
    });
    renderPage(<ReadinessPage />, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export CSV' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(
        content,
        'ready-for-3.0-eu-default.csv',
      ),
    );
  });

  it('says so where nothing changes, nothing is known, or 3.0 is there', async () => {
    const empty = { ...readinessAnswer, owners: [], left: 0, findings: [] };
    const first = renderPage(<ReadinessPage />, {
      api: fakeApi({ readiness: jest.fn().mockResolvedValue(empty) }),
    });
    expect(await screen.findByText(/Nothing would change/)).toBeVisible();
    first.unmount();

    const none = { ...empty, total: 0 };
    const second = renderPage(<ReadinessPage />, {
      api: fakeApi({ readiness: jest.fn().mockResolvedValue(none) }),
    });
    expect(await screen.findByText(/there is none to judge/)).toBeVisible();
    second.unmount();

    const newer = { ...none, ...readinessMeshes[0] };
    renderPage(<ReadinessPage />, {
      at: '/?mesh=eu/new',
      api: fakeApi({ readiness: jest.fn().mockResolvedValue(newer) }),
    });
    expect(await screen.findByText(/Kuma 3.0.0/)).toBeVisible();
  });

  it('says what to do without meshes, for an unknown one, and after an error', async () => {
    const first = renderPage(<ReadinessPage />, {
      api: fakeApi({ readinessMeshes: jest.fn().mockResolvedValue([]) }),
    });
    expect(
      await screen.findByText(/airflowKuma.kuma.controlPlanes/),
    ).toBeVisible();
    first.unmount();

    const second = renderPage(<ReadinessPage />, {
      at: '/?mesh=eu/gone',
      api: fakeApi(),
    });
    expect(await screen.findByText(/There is no mesh eu\/gone/)).toBeVisible();
    second.unmount();

    renderPage(<ReadinessPage />, {
      api: fakeApi({
        readiness: jest.fn().mockRejectedValue(new Error('It broke')),
      }),
    });
    expect(
      await screen.findByText(/Could not load what Kuma 3.0 changes/),
    ).toBeVisible();
    expect(
      screen.getAllByRole('button', { name: 'Try again' })[0],
    ).toBeVisible();
  });
});
