import { mockApis, renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { screen } from '@testing-library/react';
import { fakeApi } from './__testUtils__/FakeApi';
import { airflowKumaApiRef } from './api';
import plugin from './index';

describe('the plugin in the new frontend system', () => {
  it('has one page with its tabs, and opens on DAGs', async () => {
    renderTestApp({
      features: [plugin],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      initialRouteEntries: ['/airflow-kuma'],
      apis: [
        [airflowKumaApiRef, fakeApi()],
        [permissionApiRef, mockApis.permission()],
      ],
    });
    for (const name of [
      'DAGs',
      'Services',
      'Graph',
      'Explain',
      'Access',
      'Audit',
      'Ready for 3.0',
      'Sources',
    ]) {
      expect(await screen.findByRole('tab', { name })).toBeInTheDocument();
    }
    expect(await screen.findByRole('table', { name: 'DAGs' })).toBeVisible();
  });
});
