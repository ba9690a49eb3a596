import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { campaign } from '../__testUtils__/campaigns';
import { fakeApi } from '../__testUtils__/FakeApi';
import { request } from '../__testUtils__/samples';
import { renderPage } from '../__testUtils__/renderPage';
import { CampaignCancel } from './CampaignCancel';
import { saveFile } from '../audit/saveFile';
import { WaitingForYou } from '../home/WaitingForYou';
import { AccessPage } from './AccessPage';
import { AirflowKumaSidebarItem } from './AirflowKumaSidebarItem';
import { CampaignForm } from './CampaignForm';

jest.mock('../audit/saveFile');

describe('campaigns', () => {
  it('offer owners by their names', async () => {
    const user = userEvent.setup();
    renderPage(<CampaignForm onDone={jest.fn()} />, { api: fakeApi() });
    await user.click(await screen.findByRole('button', { name: /^Owner/ }));
    const options = await screen.findAllByRole('option');
    expect(options.map(option => option.textContent)).toEqual([
      'all',
      'orders',
      'payments',
    ]);
  });

  it('say before they start how many grants they touch, and whose', async () => {
    const api = fakeApi();
    const user = userEvent.setup();
    renderPage(<CampaignForm onDone={jest.fn()} />, { api });
    await user.type(
      await screen.findByRole('textbox', { name: 'Title' }),
      'Q4 review',
    );
    await user.click(screen.getByRole('button', { name: 'Start…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('3 grants can end by this')).toBeVisible();
    expect(dialog.getByText(/: 2 grants/)).toBeVisible();
    expect(dialog.getByText(/: 1 grant$/)).toBeVisible();
    expect(api.startCampaign).not.toHaveBeenCalled();
    await user.click(
      dialog.getByRole('button', { name: 'Start the campaign' }),
    );
    await waitFor(() =>
      expect(api.startCampaign).toHaveBeenCalledWith(
        expect.objectContaining({ title: 'Q4 review', unanswered: 'end' }),
      ),
    );
  });

  it('do not start where no grant fits', async () => {
    const api = fakeApi({
      previewCampaign: jest
        .fn()
        .mockResolvedValue({ grants: 0, reviewers: [] }),
    });
    const user = userEvent.setup();
    renderPage(<CampaignForm onDone={jest.fn()} />, { api });
    await user.type(
      await screen.findByRole('textbox', { name: 'Title' }),
      'Nothing',
    );
    await user.click(screen.getByRole('button', { name: 'Start…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText(/No live grant fits/)).toBeVisible();
    expect(
      dialog.getByRole('button', { name: 'Start the campaign' }),
    ).toBeDisabled();
  });

  it('are cancelled with a rationale, while they are open', async () => {
    const api = fakeApi();
    const user = userEvent.setup();
    const onDone = jest.fn();
    renderPage(
      <>
        <CampaignCancel campaign={campaign} onDone={onDone} />
        <CampaignCancel
          campaign={{ ...campaign, state: 'closed' }}
          onDone={onDone}
        />
      </>,
      { api },
    );
    await user.click(await screen.findByText('Cancel this campaign'));
    const button = screen.getByRole('button', { name: 'Cancel the campaign' });
    expect(button).toBeDisabled();
    await user.type(
      screen.getByRole('textbox', { name: 'Why it is cancelled' }),
      'Wrong domain',
    );
    await user.click(button);
    await waitFor(() => expect(onDone).toHaveBeenCalled());
    expect(api.cancelCampaign).toHaveBeenCalledWith('c1', 'Wrong domain');
  });

  it('show how far each reviewer is, and when they were told', async () => {
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
      campaignReviewers: jest.fn().mockResolvedValue([
        {
          ref: 'group:default/payments',
          grants: 3,
          kept: 1,
          ended: 0,
          waiting: 2,
          notices: [
            {
              kind: 'started',
              grants: 3,
              at: '2026-11-23T00:00:00Z',
              sent: true,
            },
            {
              kind: 'reminded-7d',
              grants: 2,
              at: '2026-11-30T00:00:00Z',
              sent: false,
            },
          ],
        },
      ]),
    });
    renderPage(<AccessPage />, { api, at: '/campaigns/c1' });
    const table = within(
      await screen.findByRole('table', { name: 'Reviewers' }),
    );
    expect(table.getByRole('link', { name: 'payments' })).toBeVisible();
    const cells = table.getAllByRole('cell').map(cell => cell.textContent);
    expect(cells.slice(1, 3)).toEqual(['1 of 3 (1 kept, 0 ended)', '2']);
    expect(cells[3]).not.toMatch(/did not get through/);
    expect(cells[4]).toMatch(/, but the notification did not get through$/);
  });

  it.each([
    ['closed', 'ended-unanswered', 'Ended: nobody answered in time'],
    ['closed', 'stayed-unanswered', 'Stayed: nobody answered in time'],
    ['closed', 'gone', 'Had ended before anybody answered'],
    ['cancelled', 'not-asked', 'Not asked any more'],
    ['open', 'waits', 'Waits for its reviewer'],
  ])(
    'that are %s say of a grant that is %s: %s',
    async (state, outcome, said) => {
      const api = fakeApi({
        campaigns: jest.fn().mockResolvedValue([{ ...campaign, state }]),
        campaignItems: jest.fn().mockResolvedValue({
          items: [{ campaign: 'c1', request, outcome, answerable: false }],
          total: 1,
        }),
      });
      renderPage(<AccessPage />, { api, at: '/campaigns/c1' });
      expect(await screen.findByRole('cell', { name: said })).toBeVisible();
    },
  );

  it('say of a grant that was extended meanwhile that it goes on', async () => {
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
      campaignItems: jest.fn().mockResolvedValue({
        items: [
          {
            campaign: 'c1',
            request: { ...request, state: 'superseded' },
            outcome: 'gone',
            answerable: false,
          },
        ],
        total: 1,
      }),
    });
    renderPage(<AccessPage />, { api, at: '/campaigns/c1' });
    expect(
      await screen.findByText(
        /extended before anybody answered; its extension/,
      ),
    ).toBeVisible();
  });

  it('hand out their record to readers of the trail', async () => {
    const file = new Blob(['campaign']);
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
      exportCampaign: jest.fn().mockResolvedValue(file),
    });
    renderPage(<AccessPage />, { api, at: '/campaigns/c1' });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Export CSV' }),
    );
    await waitFor(() =>
      expect(saveFile).toHaveBeenCalledWith(file, 'campaign-c1.csv'),
    );
    expect(api.exportCampaign).toHaveBeenCalledWith('c1', 'csv');
  });

  it('are counted for whom they wait: badge, tabs, list and widget alike', async () => {
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
      requests: jest.fn().mockResolvedValue({ items: [], total: 0 }),
      waiting: jest.fn().mockResolvedValue({
        requests: 3,
        campaigns: [
          { id: 'c1', title: 'Q4', deadline: campaign.deadline, grants: 2 },
        ],
      }),
    });
    const { unmount } = renderPage(
      <>
        <AirflowKumaSidebarItem
          icon={() => null}
          to="/airflow-kuma"
          text="Mesh"
        />
        <AccessPage />
      </>,
      { api, at: '/?view=campaigns' },
    );
    expect(
      await screen.findByRole('link', {
        name: 'Mesh 5 waiting for your decision',
      }),
    ).toBeVisible();
    expect(
      await screen.findByRole('tab', { name: /^To decide ?3$/ }),
    ).toBeVisible();
    expect(screen.getByRole('tab', { name: /^Campaigns ?2$/ })).toBeVisible();
    expect(await screen.findByRole('cell', { name: '2 grants' })).toBeVisible();
    unmount();
    renderPage(<WaitingForYou />, { api });
    expect(await screen.findByRole('link', { name: 'Q4' })).toHaveAttribute(
      'href',
      '/airflow-kuma/access/campaigns/c1',
    );
    expect(screen.getByText(/: 2 grants to review, closes/)).toBeVisible();
    expect(
      screen.queryByText('Nothing waits for your decision.'),
    ).not.toBeInTheDocument();
  });
});
