import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { accessOptions, fakeApi } from '../../__testUtils__/FakeApi';
import { renderPage } from '../../__testUtils__/renderPage';
import { request } from '../../__testUtils__/samples';
import { ShadowDiff } from './ShadowDiff';

const change = {
  op: 'add',
  path: '/x.Listener/inbound:1/matchers/0',
  value: { valueMatch: { exact: 'spiffe://mesh/etl' } },
};

function renderShadow(answer: jest.Mock, shadowDiff = true) {
  const api = fakeApi({
    accessOptions: jest
      .fn()
      .mockResolvedValue({ ...accessOptions, shadowDiff }),
    requestShadowDiff: answer,
  });
  renderPage(<ShadowDiff request={request} />, { api });
  return {
    api,
    ask: async () =>
      userEvent.click(
        await screen.findByRole('button', {
          name: 'Ask Kuma what would change',
        }),
      ),
  };
}

describe('ShadowDiff', () => {
  it('asks Kuma only when told to, and reads its answer in words', async () => {
    const { api, ask } = renderShadow(
      jest.fn().mockResolvedValue({ proxy: 'payments-1', changes: [change] }),
    );
    await screen.findByText(/no effect/);
    expect(api.requestShadowDiff).not.toHaveBeenCalled();
    await ask();
    expect(
      await screen.findByRole('table', { name: 'Changes to payments-1' }),
    ).toHaveTextContent(
      'Adds a rule for callers whose identity is exactly spiffe://mesh/etl',
    );
    expect(api.requestShadowDiff).toHaveBeenCalledWith('r1');
  });

  it('says why there is no answer', async () => {
    const { ask } = renderShadow(
      jest
        .fn()
        .mockResolvedValue({ reason: 'No proxy is online.', changes: [] }),
    );
    await ask();
    expect(await screen.findByText('No proxy is online.')).toBeVisible();
  });

  it('says what to do when Kuma could not be asked, and asks again', async () => {
    const { api, ask } = renderShadow(
      jest
        .fn()
        .mockRejectedValueOnce(new Error('connection refused'))
        .mockResolvedValue({ proxy: 'p', changes: [change] }),
    );
    await ask();
    expect(
      await screen.findByText(/connection refused\. Nothing is left/),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask Kuma again' }),
    );
    expect(
      await screen.findByRole('table', { name: 'Changes to p' }),
    ).toBeVisible();
    expect(api.requestShadowDiff).toHaveBeenCalledTimes(2);
  });

  it('says plainly where config does not enable it', async () => {
    renderShadow(jest.fn(), false);
    expect(
      await screen.findByText(/airflowKuma.access.shadowDiff/),
    ).toBeVisible();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
