import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { mockApis } from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeApi } from './__testUtils__/FakeApi';
import { airflowKumaApiRef } from './api';
import { AirflowKumaPage } from './page/AirflowKumaPage';
import { rootRouteRef, templateRouteRef } from './routes';

describe('the page in the old frontend system', () => {
  it('has the same tabs and contents', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [airflowKumaApiRef, fakeApi()],
          [permissionApiRef, mockApis.permission()],
        ]}
      >
        <AirflowKumaPage />
      </TestApiProvider>,
      {
        mountedRoutes: {
          '/airflow-kuma': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
          '/create/templates/:namespace/:templateName': templateRouteRef,
        },
      },
    );
    expect(await screen.findByRole('table', { name: 'DAGs' })).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'Sources' }));
    expect(await screen.findByRole('table', { name: 'Sources' })).toBeVisible();
  });
});
