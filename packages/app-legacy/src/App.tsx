import { AirflowKumaPage } from '@airflow-kuma/backstage-plugin-airflow-kuma/legacy';
import {
  AirflowKumaDagPicker,
  AirflowKumaDuration,
  AirflowKumaReason,
  AirflowKumaRequestPreview,
  AirflowKumaServicePortPicker,
} from '@airflow-kuma/backstage-plugin-scaffolder-module-airflow-kuma/legacy';
import { createApp } from '@backstage/app-defaults';
import { AppRouter, FlatRoutes } from '@backstage/core-app-api';
import { AlertDisplay, ProxiedSignInPage } from '@backstage/core-components';
import { CatalogEntityPage, CatalogIndexPage } from '@backstage/plugin-catalog';
import { HomepageCompositionRoot } from '@backstage/plugin-home';
import { ScaffolderPage } from '@backstage/plugin-scaffolder';
import { ScaffolderFieldExtensions } from '@backstage/plugin-scaffolder-react';
import { SearchPage } from '@backstage/plugin-search';
import { Navigate, Route } from 'react-router-dom';
import { apis } from './apis';
import { entityPage } from './entityPage';
import { HomePage } from './HomePage';
import { Root } from './Root';
import { SearchResults } from './SearchResults';

const app = createApp({
  apis,
  components: {
    SignInPage: props => (
      <ProxiedSignInPage
        {...props}
        provider="demo"
        headers={{ 'x-demo-user': 'user:default/demo-dag-author' }}
      />
    ),
  },
});

const routes = (
  <FlatRoutes>
    <Route path="/" element={<Navigate to="airflow-kuma" />} />
    <Route path="/home" element={<HomepageCompositionRoot />}>
      <HomePage />
    </Route>
    <Route path="/catalog" element={<CatalogIndexPage />} />
    <Route
      path="/catalog/:namespace/:kind/:name"
      element={<CatalogEntityPage />}
    >
      {entityPage}
    </Route>
    <Route path="/search" element={<SearchPage />}>
      <SearchResults />
    </Route>
    <Route path="/create" element={<ScaffolderPage />}>
      <ScaffolderFieldExtensions>
        <AirflowKumaDagPicker />
        <AirflowKumaServicePortPicker />
        <AirflowKumaReason />
        <AirflowKumaDuration />
        <AirflowKumaRequestPreview />
      </ScaffolderFieldExtensions>
    </Route>
    <Route path="/airflow-kuma" element={<AirflowKumaPage />} />
  </FlatRoutes>
);

export default app.createRoot(
  <>
    <AlertDisplay />
    <AppRouter>
      <Root>{routes}</Root>
    </AppRouter>
  </>,
);
