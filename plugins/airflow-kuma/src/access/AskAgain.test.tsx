import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { request } from '../__testUtils__/samples';
import { AskAgain } from './AskAgain';

const show = (more: Partial<AccessRequest>) =>
  renderPage(
    <>
      <p>here</p>
      <AskAgain request={{ ...request, ...more }} />
    </>,
    { api: fakeApi() },
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
});
