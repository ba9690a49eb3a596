import { AccessRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { request } from '../__testUtils__/samples';
import { RequestRuns } from './RequestRuns';

const run = (dag: string, more?: Partial<AccessRun>): AccessRun => ({
  dag: `component:default/${dag}`,
  dagName: dag,
  requested: false,
  runId: `${dag}-1`,
  state: 'success',
  runType: 'scheduled',
  identity: ['spiffe://default/pool'],
  start: '2026-11-23T01:00:00Z',
  end: '2026-11-23T01:05:00Z',
  uiUrl: 'https://airflow.example.com/r',
  ...more,
});
const dag = (name: string, requested: boolean) => ({
  ref: `component:default/${name}`,
  name,
  requested,
});

describe('RequestRuns', () => {
  it('shows the runs of every DAG on the identity, and who triggered each', async () => {
    const api = fakeApi();
    api.requestRuns.mockResolvedValue({
      items: [
        run('orders', { requested: true }),
        run('billing', {
          runType: 'manual',
          triggeredBy: 'ui',
          user: 'bo',
          doubt: 'Only at another time.',
        }),
      ],
      total: 45,
      from: '2026-11-23T00:00:00Z',
      to: '2026-11-24T00:00:00Z',
      identities: ['spiffe://default/pool'],
      dags: [dag('orders', true), dag('billing', false)],
      hidden: { dags: 1, runs: 7 },
      limits: ['Airflow prod cannot be read now.'],
    });
    renderPage(<RequestRuns request={{ ...request, state: 'expired' }} />, {
      api,
    });
    const other = await screen.findByRole('row', { name: /^billing/ });
    expect(other).toHaveTextContent('Shares the identity');
    expect(other).toHaveTextContent('bo (manual, by ui)');
    expect(other).toHaveTextContent('Only at another time.');
    expect(other).toHaveTextContent(/23 Nov 2026, \d\d:00:00/);
    expect(
      screen.getByRole('row', { name: /^orders .* scheduled/ }),
    ).not.toHaveTextContent('Shares');
    expect(
      screen.getByText(/2 DAGs could use it.*They had 45 runs/),
    ).toHaveTextContent(/keeps from you, with 7 runs.*taken out/);
    expect(screen.getByText('Airflow prod cannot be read now.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    await waitFor(() =>
      expect(api.requestRuns.mock.lastCall?.[1]).toEqual({
        offset: 20,
        limit: 20,
      }),
    );
  });

  it('brings who followed a link to it', async () => {
    const scroll = jest.fn();
    Element.prototype.scrollIntoView = scroll;
    renderPage(<RequestRuns request={request} />, {
      api: fakeApi(),
      at: '/#who-ran-what',
    });
    await screen.findByRole('table', { name: /^Runs while/ });
    await waitFor(() => expect(scroll).toHaveBeenCalled());
  });
});
