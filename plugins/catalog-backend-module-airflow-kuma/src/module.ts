import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { InventoryClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { readCatalogSources } from './config/readCatalogSources';
import { createProviders } from './provider/createProviders';

/**
 * Airflow instances, DAGs, meshes and services as catalog entities.
 *
 * @public
 */
export const catalogModuleAirflowKuma = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'airflow-kuma',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        processing: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ processing, config, logger, scheduler, ...services }) {
        const providers = createProviders({
          sources: readCatalogSources(config),
          client: InventoryClient.create(services),
          ...services,
          logger,
          // Each replica compares with what it told the catalog itself, so
          // each has to ask; an unchanged inventory costs a 304. Turns come
          // every second for the sake of a first start: providers pause.
          runner: scheduler.createScheduledTaskRunner({
            frequency: { seconds: 1 },
            timeout: { minutes: 5 },
            initialDelay: { seconds: 1 },
            scope: 'local',
          }),
        });
        processing.addEntityProvider(...providers);
      },
    });
  },
});
