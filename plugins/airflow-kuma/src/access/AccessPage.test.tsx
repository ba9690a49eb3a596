import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { preview, request } from '../__testUtils__/samples';
import { AccessPage } from './AccessPage';

function Here() {
  return <p>{useLocation().pathname}</p>;
}

describe('AccessPage', () => {
  it('opens on my requests and leads to them', async () => {
    const api = fakeApi();
    renderPage(<AccessPage />, { api });
    const link = await screen.findByRole('link', {
      name: 'Orders ETL → payments:8080',
    });
    expect(link).toHaveAttribute('href', '/airflow-kuma/access/requests/r1');
    expect(api.requests.mock.calls[0][0]).toMatchObject({ view: 'mine' });
    await userEvent.click(screen.getByRole('tab', { name: 'To decide' }));
    await waitFor(() =>
      expect(api.requests.mock.lastCall?.[0]).toMatchObject({
        view: 'to-decide',
      }),
    );
  });
});

describe('drift', () => {
  it('shows administrators the permissions of nobody', async () => {
    const api = fakeApi();
    api.strays.mockResolvedValue([
      {
        controlPlane: 'eu',
        mesh: 'default',
        kind: 'MeshTrafficPermission',
        name: 'airflow-kuma-left',
        grants: ['gone'],
        answer: 'reported',
      },
    ]);
    renderPage(<AccessPage />, { api, at: '/?view=drift' });
    const table = await screen.findByRole('table', {
      name: "Permissions of nobody's grant",
    });
    expect(table).toHaveTextContent('MeshTrafficPermission airflow-kuma-left');
    expect(table).toHaveTextContent('stays until somebody removes it in Kuma');
  });
});

describe('a request', () => {
  const at = '/requests/r1';

  it('shows reason, progress of approvals, preview with diff, and timeline', async () => {
    renderPage(<AccessPage />, { api: fakeApi(), at });
    expect(await screen.findByText('Refunds, see SHOP-12')).toBeVisible();
    expect(screen.getByText('1 of 2')).toBeVisible();
    expect(
      await screen.findByRole('region', { name: 'Change to airflow-kuma-r1' }),
    ).toHaveTextContent('+name: airflow-kuma-r1');
    expect(screen.getByText('3 more would gain access')).toBeVisible();
    expect(
      await screen.findByRole('list', { name: 'Timeline' }),
    ).toHaveTextContent('request created by');
  });

  it('wants a rationale and the accepted impact before approving', async () => {
    const api = fakeApi();
    const user = userEvent.setup();
    renderPage(<AccessPage />, { api, at });
    const approve = await screen.findByRole('button', { name: 'Approve' });
    const deny = screen.getByRole('button', { name: 'Deny' });
    expect(approve).toBeDisabled();
    expect(deny).toBeDisabled();
    await user.type(
      screen.getByRole('textbox', { name: 'Rationale (required)' }),
      'fine for a week',
    );
    expect(deny).toBeEnabled();
    expect(approve).toBeDisabled();
    await user.click(
      await screen.findByRole('checkbox', { name: /accept exactly that/ }),
    );
    await user.click(screen.getByRole('button', { name: /Grant it for/ }));
    // A month is longer than the week that was asked for.
    expect(screen.queryByRole('option', { name: '30 days' })).toBeNull();
    await user.click(screen.getByRole('option', { name: '1 day' }));
    await user.click(approve);
    await waitFor(() => expect(api.act).toHaveBeenCalled());
    expect(api.act.mock.calls[0]).toEqual([
      'r1',
      'approve',
      {
        rationale: 'fine for a week',
        duration: 'P1D',
        impactHash: preview.impactHash,
      },
    ]);
  });

  it('takes any duration, and leads to the request that an extension is', async () => {
    const api = fakeApi({
      request: jest.fn().mockResolvedValue({
        ...request,
        state: 'active',
        end: '2126-12-26T12:00:00.000Z',
        availableTransitions: ['revoke', 'extend'],
      }),
      act: jest.fn().mockResolvedValue({ ...request, id: 'r2' }),
    });
    const user = userEvent.setup();
    renderPage(
      <>
        <AccessPage />
        <Here />
      </>,
      { api, at },
    );
    const extend = await screen.findByRole('button', { name: 'Ask to extend' });
    expect(extend).toBeDisabled();
    expect(screen.getByText(/Needed to revoke/)).toBeVisible();
    await user.click(await screen.findByRole('button', { name: /Extend by/ }));
    await user.click(screen.getByRole('option', { name: 'Another…' }));
    await user.type(
      screen.getByRole('textbox', { name: 'Extend by (ISO 8601)' }),
      'PT8H',
    );
    expect(screen.getByText('That is 8 hours.')).toBeVisible();
    // Both ends, before anybody is asked.
    expect(
      screen.getByText(
        /It ends 26 Dec 2126, 12:00:00 .*extended, 26 Dec 2126, 20:00:00/,
      ),
    ).toBeVisible();
    // What it would do and who decides is told before, and refusals hold it.
    await waitFor(() =>
      expect(api.preview).toHaveBeenLastCalledWith(
        expect.objectContaining({ extends: 'r1', duration: 'PT8H' }),
        expect.anything(),
      ),
    );
    await waitFor(() => expect(extend).toBeEnabled());
    await user.click(extend);
    expect(
      await screen.findByText('/airflow-kuma/access/requests/r2'),
    ).toBeVisible();
    expect(api.act).toHaveBeenCalledWith('r1', 'extend', { duration: 'PT8H' });
  });

  it('says plainly that it is not there, and that an address leads nowhere', async () => {
    const gone = new Error('Request failed with 404');
    gone.cause = Object.assign(new Error('There is no request r1'), {
      name: 'NotFoundError',
    });
    const api = fakeApi({ request: jest.fn().mockRejectedValue(gone) });
    const page = renderPage(<AccessPage />, { api, at });
    expect(await screen.findByText('There is no request r1')).toBeVisible();
    page.unmount();
    renderPage(<AccessPage />, { api, at: '/nowhere/else' });
    expect(await screen.findByText('There is no such page')).toBeVisible();
  });

  it('tells in the timeline what was said and proven', async () => {
    const api = fakeApi({
      requestEvents: jest.fn().mockResolvedValue([
        {
          sequence: 7,
          at: '2026-11-23T00:00:00Z',
          actor: 'plugin:airflow-kuma',
          action: 'access.grant.active',
          after: { state: 'active', confirmation: 'Acknowledged by all.' },
        },
      ]),
    });
    renderPage(<AccessPage />, { api, at });
    const timeline = await screen.findByRole('list', { name: 'Timeline' });
    expect(timeline).toHaveTextContent('grant active by the portal');
    expect(timeline).toHaveTextContent('Acknowledged by all.');
    expect(
      screen.getByRole('button', { name: 'Its records in the audit trail' }),
    ).toHaveAttribute('href', '/airflow-kuma/audit?requestId=r1');
  });

  it('asks for no extension that would be refused', async () => {
    const api = fakeApi({
      request: jest.fn().mockResolvedValue({
        ...request,
        state: 'active',
        end: '2126-12-26T12:00:00.000Z',
        availableTransitions: ['extend'],
      }),
      preview: jest.fn().mockResolvedValue({
        ...preview,
        problems: [{ message: 'Guardrail "a month at most" refuses it.' }],
      }),
    });
    const user = userEvent.setup();
    renderPage(<AccessPage />, { api, at });
    const extend = await screen.findByRole('button', { name: 'Ask to extend' });
    await user.click(await screen.findByRole('button', { name: /Extend by/ }));
    await user.click(screen.getByRole('option', { name: '30 days' }));
    expect(
      await screen.findByText('Guardrail "a month at most" refuses it.'),
    ).toBeVisible();
    expect(extend).toBeDisabled();
  });

  it('tells one history over extensions, and both ends of one that waits', async () => {
    const api = fakeApi({
      request: jest.fn().mockResolvedValue({
        ...request,
        id: 'r2',
        extends: 'r1',
        extendsEnd: '2126-12-26T12:00:00.000Z',
        duration: 'P1D',
      }),
      requestEvents: jest.fn().mockResolvedValue(
        ['r1', 'r2'].map((requestId, sequence) => ({
          sequence,
          at: '2026-11-23T00:00:00Z',
          actor: 'user:default/dana',
          action: 'access.request.created',
          requestId,
        })),
      ),
    });
    renderPage(<AccessPage />, { api, at: '/requests/r2' });
    const timeline = await screen.findByRole('list', { name: 'Timeline' });
    const [before, own] = within(timeline).getAllByRole('listitem');
    expect(before).toHaveTextContent('in request r1');
    expect(own).not.toHaveTextContent('in request');
    expect(
      screen.getByText(/, and after approval/).closest('dd'),
    ).toHaveTextContent(/26 Dec 2126.*and after approval.*27 Dec 2126/);
    expect(screen.getByText('Longer by')).toBeVisible();
  });

  it('says before a decision what no permission mends', async () => {
    const api = fakeApi({
      requestPreview: jest.fn().mockResolvedValue({
        ...preview,
        obstacles: [
          { fact: 'The certificate of payments expired.', advice: 'Renew it.' },
        ],
      }),
    });
    renderPage(<AccessPage />, { api, at });
    expect(
      await screen.findByText(
        'The grant will change nothing until this is mended',
      ),
    ).toBeVisible();
    expect(
      screen.getByText('The certificate of payments expired. Renew it.'),
    ).toBeVisible();
  });

  it('draws only what the caller may do', async () => {
    const api = fakeApi({
      request: jest
        .fn()
        .mockResolvedValue({ ...request, availableTransitions: ['withdraw'] }),
    });
    renderPage(<AccessPage />, { api, at });
    expect(
      await screen.findByRole('button', { name: 'Withdraw' }),
    ).toBeEnabled();
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  });

  it('offers nothing where nothing may be done', async () => {
    const api = fakeApi({
      request: jest
        .fn()
        .mockResolvedValue({ ...request, availableTransitions: [] }),
    });
    renderPage(<AccessPage />, { api, at });
    await screen.findByText('Refunds, see SHOP-12');
    expect(screen.queryByText('Your decision')).toBeNull();
    expect(screen.queryByText('What you can do')).toBeNull();
  });

  it('says what the backend refused', async () => {
    const api = fakeApi({
      request: jest
        .fn()
        .mockResolvedValue({ ...request, availableTransitions: ['withdraw'] }),
      act: jest.fn().mockRejectedValue(new Error('It was decided meanwhile')),
    });
    renderPage(<AccessPage />, { api, at });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Withdraw' }),
    );
    expect(await screen.findByText('It was decided meanwhile')).toBeVisible();
  });

  it('shows drift, break-glass and what an audit asks of a live grant', async () => {
    const api = fakeApi({
      request: jest.fn().mockResolvedValue({
        ...request,
        state: 'active',
        breakGlass: true,
        activeSince: '2026-11-22T00:00:00Z',
        drift: {
          what: 'deleted',
          policy: 'airflow-kuma-r1',
          since: '2026-11-22T10:00:00Z',
          answer: 'restore',
          detail: 'Somebody deleted it.',
        },
      }),
    });
    renderPage(<AccessPage />, { api, at });
    expect(
      await screen.findByText('The permission is not as granted'),
    ).toBeVisible();
    expect(screen.getByText(/A review is due/)).toBeVisible();
    expect(await screen.findByText('Who approved it?')).toBeVisible();
    expect(screen.getByText('No telemetry covers it.')).toBeVisible();
  });
});

describe('a campaign', () => {
  it('takes an answer with a rationale', async () => {
    const campaign = {
      id: 'c1',
      title: 'Autumn review',
      createdBy: 'user:default/sara',
      createdAt: '2026-11-01T00:00:00Z',
      deadline: '2026-12-01T00:00:00Z',
      unanswered: 'end' as const,
      filter: {},
      state: 'open' as const,
      total: 12,
      kept: 5,
      ended: 2,
      open: 5,
    };
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
      campaignItems: jest.fn().mockResolvedValue({
        items: [
          { campaign: 'c1', request, outcome: 'waits', answerable: true },
        ],
        total: 1,
      }),
    });
    renderPage(<AccessPage />, { api, at: '/campaigns/c1' });
    expect(
      await screen.findByText(/7 of 12 \(5 kept, 2 ended\)/),
    ).toBeVisible();
    const end = screen.getByRole('button', {
      name: 'End Orders ETL → payments:8080',
    });
    expect(end).toBeDisabled();
    await userEvent.type(
      screen.getByRole('textbox', { name: /Rationale for/ }),
      'unused',
    );
    await userEvent.click(end);
    await waitFor(() =>
      expect(api.answerCampaign).toHaveBeenCalledWith('c1', 'r1', {
        decision: 'end',
        rationale: 'unused',
      }),
    );
  });
});
