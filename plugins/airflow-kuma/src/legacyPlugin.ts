import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  SearchResultListItemExtensionProps,
  createSearchResultListItemExtension,
} from '@backstage/plugin-search-react';
import { createCardExtension } from '@backstage/plugin-home-react';
import { AirflowKumaClient, airflowKumaApiRef } from './api';
import {
  requestRouteRef,
  rootRouteRef,
  tabRouteRef,
  templateRouteRef,
} from './routes';
import { ResultItemProps } from './search/ResultItem';
import { DAG_DOCUMENT, SERVICE_DOCUMENT } from './search/documentTypes';

/** Airflow × Kuma for the old frontend system. @public */
export const airflowKumaPlugin = createPlugin({
  id: 'airflow-kuma',
  apis: [
    createApiFactory({
      api: airflowKumaApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new AirflowKumaClient({ fetchApi }),
    }),
  ],
  routes: { root: rootRouteRef, tab: tabRouteRef, request: requestRouteRef },
  externalRoutes: { template: templateRouteRef },
});

/** The page; mount it at `/airflow-kuma`. @public */
export const AirflowKumaPage: () => JSX.Element = airflowKumaPlugin.provide(
  createRoutableExtension({
    name: 'AirflowKumaPage',
    component: () =>
      import('./page/AirflowKumaPage').then(m => m.AirflowKumaPage),
    mountPoint: rootRouteRef,
  }),
);

/** Airflow tab of a DAG's page. @public */
export const EntityDagContent: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityDagContent',
    component: {
      lazy: () =>
        import('./entity/EntityContents').then(m => m.EntityDagContent),
    },
  }),
);

/** Kuma tab of a service's page. @public */
export const EntityServiceContent: () => JSX.Element =
  airflowKumaPlugin.provide(
    createComponentExtension({
      name: 'EntityServiceContent',
      component: {
        lazy: () =>
          import('./entity/EntityContents').then(m => m.EntityServiceContent),
      },
    }),
  );

/** Explain tab of a DAG's or a service's page. @public */
export const EntityExplainContent: () => JSX.Element =
  airflowKumaPlugin.provide(
    createComponentExtension({
      name: 'EntityExplainContent',
      component: {
        lazy: () =>
          import('./entity/EntityContents').then(m => m.EntityExplainContent),
      },
    }),
  );

/** Graph tab of a DAG's or a service's page. @public */
export const EntityGraphContent: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityGraphContent',
    component: {
      lazy: () =>
        import('./entity/EntityContents').then(m => m.EntityGraphContent),
    },
  }),
);

/** Card of a group or a user: what their DAGs depend on. @public */
export const EntityOwnerCard: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityOwnerCard',
    component: {
      lazy: () =>
        import('./entity/EntityOwnerCard').then(m => m.EntityOwnerCard),
    },
  }),
);

/** Card of a DAG. @public */
export const EntityDagCard: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityDagCard',
    component: {
      lazy: () => import('./entity/EntityDagCard').then(m => m.EntityDagCard),
    },
  }),
);

/** Card of a service. @public */
export const EntityServiceCard: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityServiceCard',
    component: {
      lazy: () =>
        import('./entity/EntityServiceCard').then(m => m.EntityServiceCard),
    },
  }),
);

/** Card with the live grants of a DAG or a service. @public */
export const EntityAccessCard: () => JSX.Element = airflowKumaPlugin.provide(
  createComponentExtension({
    name: 'EntityAccessCard',
    component: {
      lazy: () =>
        import('./entity/EntityContents').then(m => m.EntityAccessCard),
    },
  }),
);

/** A DAG among the search results. @public */
export const AirflowDagSearchResultListItem: (
  props: SearchResultListItemExtensionProps<ResultItemProps>,
) => JSX.Element | null = airflowKumaPlugin.provide(
  createSearchResultListItemExtension({
    name: 'AirflowDagSearchResultListItem',
    component: () => import('./search/DagResult').then(m => m.DagResult),
    predicate: result => result.type === DAG_DOCUMENT,
  }),
);

/** A service among the search results. @public */
export const KumaServiceSearchResultListItem: (
  props: SearchResultListItemExtensionProps<ResultItemProps>,
) => JSX.Element | null = airflowKumaPlugin.provide(
  createSearchResultListItemExtension({
    name: 'KumaServiceSearchResultListItem',
    component: () =>
      import('./search/ServiceResult').then(m => m.ServiceResult),
    predicate: result => result.type === SERVICE_DOCUMENT,
  }),
);

/** Home page card: requests and reviews that wait for the viewer's decision. @public */
export const WaitingForYouCard = airflowKumaPlugin.provide(
  createCardExtension({
    name: 'AirflowKumaWaitingForYou',
    title: 'Waiting for you',
    description: 'Access requests and reviews that wait for your decision',
    components: () => import('./home/WaitingForYou'),
  }),
);
