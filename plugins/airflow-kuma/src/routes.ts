import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/core-plugin-api';

/** The Airflow × Kuma page. @public */
export const rootRouteRef = createRouteRef({ id: 'airflow-kuma' });

/** One tab of the page, e.g. `graph`. @public */
export const tabRouteRef = createSubRouteRef({
  id: 'airflow-kuma/tab',
  parent: rootRouteRef,
  path: '/:tab',
});

/** One access request. @public */
export const requestRouteRef = createSubRouteRef({
  id: 'airflow-kuma/request',
  parent: rootRouteRef,
  path: '/access/requests/:id',
});

/** The scaffolder's page of one template; request buttons lead there. @public */
export const templateRouteRef = createExternalRouteRef({
  id: 'template',
  params: ['namespace', 'templateName'],
  optional: true,
  defaultTarget: 'scaffolder.selectedTemplate',
});
