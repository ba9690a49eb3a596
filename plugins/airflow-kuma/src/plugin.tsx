import { Entity } from '@backstage/catalog-model';
import { Content } from '@backstage/core-components';
import {
  ApiBlueprint,
  PageBlueprint,
  SubPageBlueprint,
  createFrontendPlugin,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import {
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import AccountTree from '@material-ui/icons/AccountTree';
import DeviceHub from '@material-ui/icons/DeviceHub';
import Timeline from '@material-ui/icons/Timeline';
import { AirflowKumaClient, airflowKumaApiRef } from './api';
import { isDag, isOwner, isService } from './entity/conditions';
import { PAGE_TABS, PAGE_TITLE } from './page/tabs';
import {
  requestRouteRef,
  rootRouteRef,
  tabRouteRef,
  templateRouteRef,
} from './routes';
import { DAG_DOCUMENT, SERVICE_DOCUMENT } from './search/documentTypes';

const isDagOrService = (entity: Entity) => isDag(entity) || isService(entity);

const api = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: airflowKumaApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new AirflowKumaClient({ fetchApi }),
    }),
});

const page = PageBlueprint.make({
  params: {
    path: '/airflow-kuma',
    title: PAGE_TITLE,
    icon: <AccountTree />,
    routeRef: rootRouteRef,
  },
});

const subPages = PAGE_TABS.map(tab =>
  SubPageBlueprint.make({
    name: tab.path,
    params: {
      path: tab.path,
      title: tab.title,
      loader: async () => <Content>{await tab.load()}</Content>,
    },
  }),
);

const dagContent = EntityContentBlueprint.make({
  name: 'dag',
  params: {
    path: 'airflow',
    title: 'Airflow',
    filter: isDag,
    loader: async () => {
      const { EntityDagContent } = await import('./entity/EntityContents');
      return <EntityDagContent />;
    },
  },
});

const serviceContent = EntityContentBlueprint.make({
  name: 'service',
  params: {
    path: 'kuma',
    title: 'Kuma',
    filter: isService,
    loader: async () => {
      const { EntityServiceContent } = await import('./entity/EntityContents');
      return <EntityServiceContent />;
    },
  },
});

const explainContent = EntityContentBlueprint.make({
  name: 'explain',
  params: {
    path: 'explain',
    title: 'Explain',
    filter: isDagOrService,
    loader: async () => {
      const { EntityExplainContent } = await import('./entity/EntityContents');
      return <EntityExplainContent />;
    },
  },
});

const graphContent = EntityContentBlueprint.make({
  name: 'graph',
  params: {
    path: 'access-graph',
    title: 'Access graph',
    filter: isDagOrService,
    loader: async () => {
      const { EntityGraphContent } = await import('./entity/EntityContents');
      return <EntityGraphContent />;
    },
  },
});

const ownerCard = EntityCardBlueprint.make({
  name: 'owner',
  params: {
    filter: isOwner,
    loader: async () => {
      const { EntityOwnerCard } = await import('./entity/EntityOwnerCard');
      return <EntityOwnerCard />;
    },
  },
});

const dagCard = EntityCardBlueprint.make({
  name: 'dag',
  params: {
    filter: isDag,
    loader: async () => {
      const { EntityDagCard } = await import('./entity/EntityDagCard');
      return <EntityDagCard />;
    },
  },
});

const serviceCard = EntityCardBlueprint.make({
  name: 'service',
  params: {
    filter: isService,
    loader: async () => {
      const { EntityServiceCard } = await import('./entity/EntityServiceCard');
      return <EntityServiceCard />;
    },
  },
});

const accessCard = EntityCardBlueprint.make({
  name: 'access',
  params: {
    filter: isDagOrService,
    loader: async () => {
      const { EntityAccessCard } = await import('./entity/EntityContents');
      return <EntityAccessCard />;
    },
  },
});

const dagResult = SearchResultListItemBlueprint.make({
  name: 'dag',
  params: {
    icon: <Timeline />,
    predicate: result => result.type === DAG_DOCUMENT,
    component: async () => (await import('./search/DagResult')).DagResult,
  },
});

const serviceResult = SearchResultListItemBlueprint.make({
  name: 'service',
  params: {
    icon: <DeviceHub />,
    predicate: result => result.type === SERVICE_DOCUMENT,
    component: async () =>
      (await import('./search/ServiceResult')).ServiceResult,
  },
});

const dagResultType = SearchFilterResultTypeBlueprint.make({
  name: 'dag',
  params: { value: DAG_DOCUMENT, name: 'Airflow DAGs', icon: <Timeline /> },
});

const serviceResultType = SearchFilterResultTypeBlueprint.make({
  name: 'service',
  params: {
    value: SERVICE_DOCUMENT,
    name: 'Mesh services',
    icon: <DeviceHub />,
  },
});

const homeWidget = HomePageWidgetBlueprint.make({
  name: 'waiting-for-you',
  params: {
    name: 'AirflowKumaWaitingForYou',
    title: 'Waiting for you',
    description: 'Access requests and reviews that wait for your decision',
    components: () => import('./home/WaitingForYou'),
    layout: {
      width: { minColumns: 3, defaultColumns: 4 },
      height: { minRows: 2, defaultRows: 3 },
    },
  },
});

/**
 * Airflow × Kuma for the new frontend system.
 * @public
 */
export const airflowKumaPlugin = createFrontendPlugin({
  pluginId: 'airflow-kuma',
  title: PAGE_TITLE,
  icon: <AccountTree />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef, tab: tabRouteRef, request: requestRouteRef },
  externalRoutes: { template: templateRouteRef },
  extensions: [
    api,
    page,
    ...subPages,
    dagContent,
    serviceContent,
    explainContent,
    graphContent,
    ownerCard,
    dagCard,
    serviceCard,
    accessCard,
    dagResult,
    serviceResult,
    dagResultType,
    serviceResultType,
    homeWidget,
  ],
});
