import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import Router from 'express-promise-router';
import {
  PermissionDriver,
  permissionDriversExtensionPoint,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { AccessGrantReader, startAccess } from './access';
import { startGraph } from './graph';
import { DefaultCatalogVisibility } from './inventory/DefaultCatalogVisibility';
import { createInventoryRouter } from './inventory/createInventoryRouter';
import { PlainNotifications } from './notifications';
import { openDatabase } from './openDatabase';
import { startReadiness } from './readiness';
import { RoomContext } from './RoomContext';
import { createInventorySignaller } from './signals';
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
    const drivers: PermissionDriver[] = [];
    env.registerExtensionPoint(permissionDriversExtensionPoint, {
      addPermissionDriver: driver => drivers.push(driver),
    });
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
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
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(services) {
        const database = await openDatabase(services.database);
        const sync = await startSync({
          ...services,
          database,
          onChange: createInventorySignaller(services),
        });
        const visibility = DefaultCatalogVisibility.create(services);
        const context: RoomContext = {
          ...services,
          ...sync,
          database,
          visibility,
          notifications: new PlainNotifications(services.notifications),
        };

        // Each room builds itself from the context and mounts one router.
        const router = Router();
        services.httpRouter.use(router);
        const graph = await startGraph(
          context,
          new AccessGrantReader(database),
        );
        router.use(graph.router);
        router.use(createInventoryRouter({ ...context, ...sync }, graph));
        const access = await startAccess(context, graph, drivers);
        const readiness = await startReadiness(context, graph, access.context);
        router.use(readiness.router);
        router.use(access.router);
      },
    });
  },
});
