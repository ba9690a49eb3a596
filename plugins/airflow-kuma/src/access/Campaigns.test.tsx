import { AccessCampaign } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { CampaignCancel } from './CampaignCancel';
import { CampaignForm } from './CampaignForm';

const campaign: AccessCampaign = {
  id: 'c1',
  title: 'Q4',
  createdBy: 'user:default/admin',
  createdAt: '2026-11-23T00:00:00Z',
  deadline: '2026-12-07T00:00:00Z',
  unanswered: 'end',
  filter: {},
  state: 'open',
  total: 3,
  kept: 1,
  ended: 0,
  open: 2,
};

describe('campaigns', () => {
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
      previewCampaign: jest.fn().mockResolvedValue({ grants: 0, owners: [] }),
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
});
