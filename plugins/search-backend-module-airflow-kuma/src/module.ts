import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  RootConfigService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { searchIndexRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { InventoryClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { dagDocument } from './documents/dagDocument';
import { serviceDocument } from './documents/serviceDocument';
import { DAG_DOCUMENT, SERVICE_DOCUMENT } from './documents/types';
import { InventoryCollatorFactory } from './InventoryCollatorFactory';

const SCHEDULE_KEY = 'search.collators.airflowKuma.schedule';
const DEFAULT_SCHEDULE: SchedulerServiceTaskScheduleDefinition = {
  frequency: { minutes: 10 },
  timeout: { minutes: 5 },
  // The backend has its first read behind it by then.
  initialDelay: { seconds: 10 },
};

/**
 * Makes DAGs and services findable by what the catalog's own search documents
 * cannot carry.
 *
 * @public
 */
export const searchModuleAirflowKuma = createBackendModule({
  pluginId: 'search',
  moduleId: 'airflow-kuma',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        indexRegistry: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ config, indexRegistry, logger, scheduler, ...services }) {
        const client = InventoryClient.create(services);
        const schedule = scheduler.createScheduledTaskRunner(
          readSchedule(config),
        );
        indexRegistry.addCollator({
          schedule,
          factory: InventoryCollatorFactory.create({
            type: DAG_DOCUMENT,
            sources: namesOf(config, 'airflowKuma.airflow.instances'),
            logger,
            read: async instance => {
              const inventory = await client.airflow(instance);
              return {
                ready: inventory.ready,
                documents: inventory.dags.map(dag =>
                  dagDocument(dag, inventory),
                ),
              };
            },
          }),
        });
        indexRegistry.addCollator({
          schedule,
          factory: InventoryCollatorFactory.create({
            type: SERVICE_DOCUMENT,
            sources: namesOf(config, 'airflowKuma.kuma.controlPlanes'),
            logger,
            read: async controlPlane => {
              const inventory = await client.kuma(controlPlane);
              return {
                ready: inventory.ready,
                documents: inventory.services.map(service =>
                  serviceDocument(service, inventory),
                ),
              };
            },
          }),
        });
      },
    });
  },
});

function readSchedule(
  config: RootConfigService,
): SchedulerServiceTaskScheduleDefinition {
  return config.has(SCHEDULE_KEY)
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(
        config.getConfig(SCHEDULE_KEY),
      )
    : DEFAULT_SCHEDULE;
}

/** Keys below a key; the backend plugin says what is wrong with any of them. */
function namesOf(config: RootConfigService, key: string): string[] {
  try {
    return config.getOptionalConfig(key)?.keys() ?? [];
  } catch {
    return [];
  }
}
