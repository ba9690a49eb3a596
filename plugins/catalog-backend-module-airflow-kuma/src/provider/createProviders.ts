import {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { CatalogService, EntityProvider } from '@backstage/plugin-catalog-node';
import {
  AirflowCatalogInventory,
  KumaCatalogInventory,
  providerOf,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InventoryClient } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { CatalogSource } from '../config/readCatalogSources';
import { airflowEntity } from '../entities/airflowEntity';
import { dagEntity } from '../entities/dagEntity';
import { meshEntity } from '../entities/meshEntity';
import { serviceEntity } from '../entities/serviceEntity';
import { findForeignMeshes } from './findForeignMeshes';
import { findInstance } from './findInstance';
import { InventoryProvider } from './InventoryProvider';

/** One provider for each Airflow instance and each control plane. */
export function createProviders(options: {
  sources: CatalogSource[];
  client: Pick<InventoryClient, 'airflowSince' | 'kumaSince'>;
  auth: AuthService;
  catalog: CatalogService;
  logger: LoggerService;
  runner: SchedulerServiceTaskRunner;
}): EntityProvider[] {
  const { sources, client, logger, runner } = options;
  return sources.map(source => {
    const providerName = providerOf(source);
    return source.kind === 'airflow'
      ? InventoryProvider.create<AirflowCatalogInventory>({
          logger,
          runner,
          source: {
            providerName,
            ask: tag => client.airflowSince(source.name, tag),
            toEntities: async inventory => {
              const instance = await findInstance(options, source);
              return [
                airflowEntity(inventory, source, instance),
                ...inventory.dags.map(dag => dagEntity(dag, source, instance)),
              ];
            },
          },
        })
      : InventoryProvider.create<KumaCatalogInventory>({
          logger,
          runner,
          source: {
            providerName,
            ask: tag => client.kumaSince(source.name, tag),
            toEntities: async inventory => {
              const foreign = await findForeignMeshes(
                options,
                source,
                inventory.meshes,
              );
              return [
                ...inventory.meshes.map(mesh => meshEntity(mesh, source)),
                ...inventory.services.map(service =>
                  serviceEntity(service, source, foreign),
                ),
              ];
            },
          },
        });
  });
}
