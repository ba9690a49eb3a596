import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { JsonObject } from '@backstage/types';
import airflowKumaPlugin from '../../../plugins/airflow-kuma-backend/src';
import catalogModule from '../../../plugins/catalog-backend-module-airflow-kuma/src';
import { serve } from './child';

let entities: Entity[] = [];
let given: (() => Promise<void>) | undefined;

/** Hands the catalog entities that are there already: what nobody can beat. */
const bareProvider = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'bare',
  register(env) {
    env.registerInit({
      deps: { catalog: catalogProcessingExtensionPoint },
      async init({ catalog }) {
        catalog.addEntityProvider({
          getProviderName: () => 'bare',
          connect: async connection => {
            given = () =>
              connection.applyMutation({
                type: 'full',
                entities: entities.map(entity => ({
                  entity,
                  locationKey: 'bare',
                })),
              });
          },
        });
      },
    });
  },
});

serve({
  async start(input: { config: JsonObject; bare?: Entity[] }) {
    const backend = createBackend();
    backend.add(
      createServiceFactory({
        service: coreServices.rootConfig,
        deps: {},
        factory: () => new ConfigReader(input.config) as never,
      }),
    );
    backend.add(catalogPlugin);
    if (input.bare) {
      entities = input.bare;
      backend.add(bareProvider);
    } else {
      backend.add(airflowKumaPlugin);
      backend.add(catalogModule);
    }
    await backend.start();
  },
  /** Starts the bare provider's one mutation. */
  async give() {
    await given!();
  },
});
