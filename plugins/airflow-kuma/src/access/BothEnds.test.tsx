import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { preview, request } from '../__testUtils__/samples';
import { AccessPage } from './AccessPage';

const at = '/requests/r1';
const SNIPPET =
  'metadata:\n  annotations:\n    kuma.io/reachable-backends: x\n';
const workload = {
  workload: 'airflow/finance-dags',
  state: 'waiting' as const,
  reason: 'reachableBackends of finance leave payments out.',
  proxies: { names: ['finance-1', 'finance-2'], total: 7 },
  snippet: SNIPPET,
  notes: ['Kuma 3.0 takes references by labels only.'],
  byHand: 'The portal does not know where its manifest lies.',
};
const waiting: Partial<AccessRequest> = {
  state: 'applying',
  waitsForCallerSince: '2026-11-23T00:00:00Z',
  callersEnd: {
    state: 'waiting',
    reason: workload.reason,
    workloads: [workload],
  },
};

const show = (more: Partial<AccessRequest>, api = {}) =>
  renderPage(<AccessPage />, {
    api: fakeApi({
      request: jest.fn().mockResolvedValue({ ...request, ...more }),
      ...api,
    }),
    at,
  });

describe('both ends of a request', () => {
  it('waits for the caller in words, with what to copy, and is not called active', async () => {
    show(waiting);
    const ends = await screen.findByRole('region', {
      name: 'Both ends of the call',
    });
    expect(ends).toHaveTextContent('At the destination');
    expect(ends).toHaveTextContent("Waiting for the caller's side");
    const caller = screen.getByRole('region', {
      name: 'Caller airflow/finance-dags',
    });
    expect(caller).toHaveTextContent('(finance-1, finance-2 and 5 more)');
    expect(caller).toHaveTextContent('labels only');
    const snippet = screen.getByRole('region', {
      name: 'To copy for airflow/finance-dags',
    });
    expect(snippet).toHaveTextContent('kuma.io/reachable-backends');
    expect(
      screen.getByRole('button', {
        name: 'Copy: To copy for airflow/finance-dags',
      }),
    ).toBeVisible();
    expect(screen.queryByText('Applying')).toBeNull();
    expect(screen.getByText(/Below is what opens it/)).toBeVisible();
  });

  it('leads to the pull request', async () => {
    const reference = 'https://scm.example.com/pull/7';
    const { byHand: _byHand, ...rest } = workload;
    show({
      ...waiting,
      callersEnd: {
        ...waiting.callersEnd!,
        workloads: [{ ...rest, reference }],
      },
    });
    expect(
      await screen.findByRole('link', { name: new RegExp(reference) }),
    ).toHaveAttribute('href', reference);
  });

  it('offers to ask again once the caller said no', async () => {
    const act = jest.fn().mockResolvedValue({ ...request, ...waiting });
    show(
      {
        ...waiting,
        callersEnd: {
          ...waiting.callersEnd!,
          state: 'refused',
          workloads: [{ ...workload, state: 'refused' }],
        },
        availableTransitions: ['ask-caller-again'],
      },
      { act },
    );
    await userEvent.click(
      await screen.findByRole('button', {
        name: "Ask the caller's side again",
      }),
    );
    await waitFor(() =>
      expect(act).toHaveBeenCalledWith('r1', 'ask-caller-again', {}),
    );
    expect(
      screen.getAllByText("Refused by the caller's side").length,
    ).toBeGreaterThan(0);
  });

  it('tells drift at the caller as such', async () => {
    show({
      ...waiting,
      drift: {
        what: 'no-way-out',
        policy: workload.workload,
        since: '2026-11-23T00:00:00Z',
        answer: 'report',
        detail: workload.reason,
      },
    });
    expect(
      await screen.findByText('The caller has no way out any more'),
    ).toBeVisible();
    expect(screen.queryByText(/outside of this portal/)).toBeNull();
  });

  it('says after the end what has still to go', async () => {
    show({
      state: 'expired',
      callersEnd: {
        state: 'taking-back',
        reason: 'The grant has ended.',
        workloads: [{ ...workload, state: 'taking-back' }],
      },
    });
    expect(await screen.findByText('What has to go')).toBeVisible();
    expect(
      screen.getAllByText("Caller's side still open").length,
    ).toBeGreaterThan(1);
  });

  it('is no matter where the caller needs nothing', async () => {
    show({
      state: 'active',
      callersEnd: { state: 'not-needed', reason: 'Open.', workloads: [] },
    });
    expect(await screen.findByText('Refunds, see SHOP-12')).toBeVisible();
    expect(
      screen.queryByRole('region', { name: 'Both ends of the call' }),
    ).toBeNull();
  });
});

describe('both ends in a preview', () => {
  it('shows the change at each, the manifest as a diff', async () => {
    const { byHand: _byHand, ...rest } = workload;
    show(
      {},
      {
        requestPreview: jest.fn().mockResolvedValue({
          ...preview,
          callersEnd: {
            ...waiting.callersEnd!,
            workloads: [
              {
                ...rest,
                manifest: {
                  repository: 'https://git.example.com/team/workers.git',
                  path: 'workers.yaml',
                },
                diff: '--- a/workers.yaml\n+++ b/workers.yaml\n@@ -1 +1,2 @@\n a\n+kuma.io/reachable-backends\n',
              },
            ],
          },
        }),
      },
    );
    expect(
      await screen.findByRole('heading', { name: 'At the destination' }),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'At the caller' }),
    ).toBeVisible();
    expect(
      screen.getByRole('region', {
        name: 'Change at the caller airflow/finance-dags',
      }),
    ).toHaveTextContent('+kuma.io/reachable-backends');
    expect(
      screen.getByText(/A pull request changes workers.yaml of/),
    ).toBeVisible();
  });
});
