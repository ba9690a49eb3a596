import { screen } from '@testing-library/react';
import { campaign } from '../__testUtils__/campaigns';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { AccessPage } from './AccessPage';

describe('the record of a campaign', () => {
  it('is not offered to who may not read the trail', async () => {
    const api = fakeApi({
      campaigns: jest.fn().mockResolvedValue([campaign]),
    });
    renderPage(<AccessPage />, { api, at: '/campaigns/c1', denyAll: true });
    expect(
      await screen.findByRole('table', { name: 'Reviewers' }),
    ).toBeVisible();
    expect(
      screen.queryByRole('button', { name: /Export/ }),
    ).not.toBeInTheDocument();
  });
});
