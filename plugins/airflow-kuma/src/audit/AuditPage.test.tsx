import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { AuditPage } from './AuditPage';
import { saveFile } from './saveFile';

jest.mock('./saveFile');

const record = {
  sequence: 7,
  at: '2026-11-23T00:00:00Z',
  actor: 'plugin:airflow-kuma',
  action: 'access.permission.applied',
  requestId: 'r1',
  subject: 'airflow-kuma-r1',
  hash: 'aa',
  previousHash: 'bb',
};

describe('AuditPage', () => {
  it('has why and when in the row, and the rest as a table', async () => {
    const api = fakeApi({
      audit: jest.fn().mockResolvedValue({
        items: [
          {
            ...record,
            before: { state: 'pending' },
            after: { state: 'active', rationale: 'Refunds need it' },
            ip: '10.1.2.3',
          },
        ],
        total: 1,
      }),
    });
    renderPage(<AuditPage />, { api });
    const row = await screen.findByRole('row', { name: /permission applied/ });
    expect(row).toHaveTextContent('“Refunds need it”');
    expect(row).toHaveTextContent(/ago \(2\d Nov 2026, \d\d:\d0:00/);
    await userEvent.click(
      screen.getByRole('button', { name: 'Show details of record 7' }),
    );
    const dialog = await screen.findByRole('dialog', { name: /^Record 7/ });
    const state = within(dialog).getByRole('row', { name: /^State/ });
    expect(state).toHaveTextContent('Statependingactive');
    expect(dialog).toHaveTextContent('10.1.2.3');
    expect(dialog).not.toHaveTextContent('{');
  });

  it('says whether the chain verifies, and what is wrong with it', async () => {
    const api = fakeApi();
    renderPage(<AuditPage />, { api });
    expect(
      await screen.findByText(/The chain verifies: all 12 records/),
    ).toBeVisible();
    expect(screen.getByText(/Heads are not signed/)).toBeVisible();
  });

  it('names the records that are not as written', async () => {
    const api = fakeApi();
    api.auditState.mockResolvedValue({
      checkedAt: '2026-11-23T00:00:00Z',
      records: 12,
      problems: [
        { sequence: 3, message: 'its content is not what was hashed' },
      ],
      totalProblems: 4,
      signing: { verified: 0, ofOtherKeys: 0 },
    });
    renderPage(<AuditPage />, { api });
    expect(await screen.findByText(/does not verify: 4 things/)).toBeVisible();
    expect(screen.getByText(/^record 3: its content/)).toBeVisible();
    expect(screen.getByText('and 3 more')).toBeVisible();
  });

  it('shows records with actor, action and request', async () => {
    const api = fakeApi({
      audit: jest.fn().mockResolvedValue({ items: [record], total: 1 }),
    });
    renderPage(<AuditPage />, { api, at: '/?requestId=r1&from=2026-11-01' });
    const row = await screen.findByRole('row', { name: /permission applied/ });
    expect(row).toHaveTextContent('plugin:airflow-kuma');
    expect(screen.getByRole('link', { name: 'r1' })).toHaveAttribute(
      'href',
      '/airflow-kuma/access/requests/r1',
    );
    expect(api.audit.mock.calls[0][0]).toMatchObject({
      requestId: 'r1',
      from: expect.stringMatching(/^2026-1[01]-/),
    });
  });

  it('filters by what a record is about and by the name of a person, and clears', async () => {
    const api = fakeApi();
    const user = userEvent.setup();
    renderPage(<AuditPage />, { api, at: '/?actor=Dana' });
    await waitFor(() =>
      expect(api.audit.mock.lastCall?.[0]).toMatchObject({
        actor: 'user:default/dana',
      }),
    );
    await user.click(await screen.findByRole('button', { name: /^What/ }));
    await user.click(screen.getByRole('option', { name: 'Break-glass' }));
    await waitFor(() =>
      expect(api.audit.mock.lastCall?.[0]).toMatchObject({
        action: 'access.break-glass.',
      }),
    );
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    await waitFor(() =>
      expect(api.audit.mock.lastCall?.[0]).toMatchObject({
        actor: undefined,
        action: undefined,
      }),
    );
  });

  it('exports what is filtered', async () => {
    const file = new Blob(['[]']);
    const api = fakeApi({ exportAudit: jest.fn().mockResolvedValue(file) });
    renderPage(<AuditPage />, { api, at: '/?actor=user:default/dana' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export CSV' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(file, 'audit.csv'),
    );
    expect(api.exportAudit.mock.calls[0]).toEqual([
      'csv',
      expect.objectContaining({ actor: 'user:default/dana' }),
    ]);
  });
});
