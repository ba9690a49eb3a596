import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { AirflowKumaApi, airflowKumaApiRef } from '../api';
import { rootRouteRef, templateRouteRef } from '../routes';

/** Renders a page at an address, with everything it links to mounted. */
export function renderPage(
  element: JSX.Element,
  options: { api: AirflowKumaApi; at?: string; denyAll?: boolean },
) {
  const permissions = options.denyAll
    ? mockApis.permission.mock({
        authorize: jest.fn().mockResolvedValue({ result: 'DENY' }),
      })
    : mockApis.permission();
  return renderInTestApp(element, {
    initialRouteEntries: [options.at ?? '/'],
    mountedRoutes: {
      '/airflow-kuma': rootRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/create/templates/:namespace/:templateName': templateRouteRef,
    },
    apis: [
      [airflowKumaApiRef, options.api],
      [permissionApiRef, permissions],
    ],
  });
}
