import { screen, within } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { request } from '../__testUtils__/samples';
import { AccessCard } from './AccessCard';

describe('AccessCard', () => {
  it('shows what waits, what is granted and how the rest ended', async () => {
    const ended = [
      'expired',
      'revoked',
      'superseded',
      'ended-unused',
      'ended-drift',
      'ended-review',
      'denied',
    ] as const;
    const api = fakeApi({
      requests: jest.fn(async ({ view }) => {
        if (view === 'pending') return { items: [request], total: 1 };
        if (view === 'live') return { items: [], total: 0 };
        return {
          items: ended.map(state => ({
            ...request,
            id: state,
            state,
            endedAt: '2026-11-23T00:00:00Z',
            ...(state === 'expired' && { appliedAt: '2026-11-22T00:00:00Z' }),
          })),
          total: 9,
        };
      }),
    });
    renderPage(<AccessCard entityRef="component:default/orders" />, { api });
    const past = within(await screen.findByRole('region', { name: 'Ended' }));
    for (const label of [
      'Expired',
      'Revoked',
      'Extended',
      'Ended: unused',
      'Ended: drift',
      'Ended: review',
      'Denied',
    ]) {
      expect(past.getByText(label)).toBeVisible();
    }
    expect(
      past.getByRole('link', { name: 'and 2 more on the Access page' }),
    ).toHaveAttribute(
      'href',
      '/airflow-kuma/access?view=history&ref=component%3Adefault%2Forders',
    );
    // Two clicks from here: only what was in the mesh can have been used.
    expect(
      past
        .getAllByRole('link', { name: /^Who ran what with/ })
        .map(link => link.getAttribute('href')),
    ).toEqual(['/airflow-kuma/access/requests/expired#who-ran-what']);
    expect(
      within(
        screen.getByRole('region', { name: 'Waiting for approval' }),
      ).getByRole('link'),
    ).toHaveAttribute('href', '/airflow-kuma/access/requests/r1');
    expect(screen.queryByRole('region', { name: 'Granted' })).toBeNull();
  });

  it('says that nobody asked only where nobody did', async () => {
    const api = fakeApi({
      requests: jest.fn().mockResolvedValue({ items: [], total: 0 }),
    });
    renderPage(<AccessCard entityRef="component:default/orders" />, { api });
    expect(
      await screen.findByText(/Nobody has asked for access/),
    ).toBeVisible();
  });
});
