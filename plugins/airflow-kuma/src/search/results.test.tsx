import { screen } from '@testing-library/react';
import { fakeApi } from '../__testUtils__/FakeApi';
import { renderPage } from '../__testUtils__/renderPage';
import { DagResult } from './DagResult';
import { ServiceResult } from './ServiceResult';

const base = {
  title: 'orders_etl',
  text: 'Loads orders',
  location: '/catalog/x',
};

describe('search results', () => {
  it('say that a DAG is one, with instance and schedule', async () => {
    const result = { ...base, instance: 'prod', schedule: '@hourly' };
    renderPage(<DagResult result={result} />, { api: fakeApi() });
    expect(
      await screen.findByRole('link', { name: 'orders_etl' }),
    ).toHaveAttribute('href', '/catalog/x');
    for (const text of ['Airflow DAG', 'prod', '@hourly']) {
      expect(screen.getByText(text)).toBeVisible();
    }
  });

  it('say that a service is one, with its mesh, and highlight what was found', async () => {
    const result = {
      ...base,
      title: 'payments',
      mesh: 'eu / default',
      hostnames: ['a', 'b'],
    };
    renderPage(
      <ServiceResult
        result={result}
        highlight={{
          preTag: '<x>',
          postTag: '</x>',
          fields: { title: '<x>pay</x>ments' },
        }}
      />,
      { api: fakeApi() },
    );
    expect((await screen.findByText('pay')).tagName).toBe('MARK');
    expect(screen.getByText('eu / default')).toBeVisible();
    expect(screen.getByText('a, b')).toBeVisible();
  });
});
