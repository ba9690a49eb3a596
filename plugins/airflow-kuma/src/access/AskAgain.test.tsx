import {
  AccessPair,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen, waitFor } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { request } from '../__testUtils__/samples';
import { AccessCard } from './AccessCard';
import { AskAgain } from './AskAgain';

const show = (more: Partial<AccessRequest>, api = fakeApi()) =>
  renderPage(
    <>
      <p>here</p>
      <AskAgain request={{ ...request, ...more }} />
    </>,
    { api },
  );

const formOf = (href: string | null) =>
  JSON.parse(new URL(href!, 'http://x').searchParams.get('formData')!);

describe('AskAgain', () => {
  it.each(['denied', 'withdrawn', 'lapsed', 'expired', 'revoked'] as const)(
    'opens the form with the same where a request is %s',
    async state => {
      show({ state });
      const link = await screen.findByRole('button', {
        name: 'Ask again to payments:8080',
      });
      expect(formOf(link.getAttribute('href'))).toEqual({
        source: (request.source as { ref: string }).ref,
        destination: {
          ref: (request.destination as { ref: string }).ref,
          port: 8080,
        },
        reason: request.reason,
        duration: 'P7D',
      });
    },
  );

  it('names data domains as the form does', async () => {
    show({
      state: 'expired',
      source: { kind: 'domain', domain: 'shop' },
      destination: { kind: 'domain', domain: 'finance' },
    });
    const link = await screen.findByRole('button', { name: /Ask again/ });
    expect(formOf(link.getAttribute('href'))).toMatchObject({
      source: 'domain:shop',
      destination: { ref: 'domain:finance' },
    });
  });

  it.each(['pending', 'active', 'removing', 'superseded'] as const)(
    'is not drawn where it is %s',
    async state => {
      show({ state });
      await screen.findByText('here');
      expect(screen.queryByRole('button')).toBeNull();
    },
  );

  it('gives way to the request that is open for the same', async () => {
    const offers = jest.fn(async (pairs: AccessPair[]) =>
      pairs.map(pair => ({
        ...pair,
        open: { id: 'r9', state: 'pending' as const },
      })),
    );
    show({ state: 'denied' }, fakeApi({ offers }));
    expect(
      await screen.findByRole('button', {
        name: 'Requested already: payments:8080',
      }),
    ).toHaveAttribute('href', '/airflow-kuma/access/requests/r9');
    expect(screen.queryByRole('button', { name: /Ask again/ })).toBeNull();
  });
});

describe('the access card', () => {
  const ended = (id: string): AccessRequest => ({
    ...request,
    id,
    state: 'denied',
  });
  const card = (offers: jest.Mock) =>
    renderPage(<AccessCard entityRef="component:default/a" />, {
      api: fakeApi({
        offers,
        requests: jest.fn(async ({ view }) =>
          view === 'history'
            ? { items: [ended('r1'), ended('r0')], total: 2 }
            : { items: [], total: 0 },
        ),
      }),
    });

  it('offers to ask again, once for the same', async () => {
    card(jest.fn(async pairs => pairs));
    expect(
      await screen.findAllByRole('button', { name: /^Ask again/ }),
    ).toHaveLength(1);
  });

  it('does not while one is open', async () => {
    const offers = jest.fn(async pairs =>
      pairs.map((pair: AccessPair) => ({
        ...pair,
        open: { id: 'r9', state: 'active' },
      })),
    );
    card(offers);
    await waitFor(() => expect(offers).toHaveBeenCalled());
    await waitFor(() =>
      expect(screen.queryByRole('button', { name: /^Ask again/ })).toBeNull(),
    );
    expect(screen.getByRole('region', { name: 'Ended' })).toBeVisible();
  });
});
