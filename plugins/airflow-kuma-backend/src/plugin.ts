import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import Router from 'express-promise-router';
import { AccessGrantReader } from './access/AccessGrantReader';
import { startGraph } from './graph';
import { DefaultCatalogVisibility } from './inventory/DefaultCatalogVisibility';
import { createInventoryRouter } from './inventory/createInventoryRouter';
import { openDatabase } from './openDatabase';
import { RoomContext } from './RoomContext';
import { startSync } from './sync';

/**
 * The backend of Airflow Kuma: reads Airflow and Kuma, answers the pages,
 * keeps access requests and their audit trail.
 *
 * @public
 */
export const airflowKumaPlugin = createBackendPlugin({
  pluginId: 'airflow-kuma',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const database = await openDatabase(services.database);
        const sync = await startSync({ ...services, database });
        const visibility = DefaultCatalogVisibility.create(services);
        const context: RoomContext = {
          ...services,
          ...sync,
          database,
          visibility,
        };

        // Each room builds itself from the context and mounts one router.
        const router = Router();
        services.httpRouter.use(router);
        const graph = startGraph(context, new AccessGrantReader(database));
        router.use(graph.router);
        router.use(createInventoryRouter({ ...context, ...sync }, graph.edges));
      },
    });
  },
});
