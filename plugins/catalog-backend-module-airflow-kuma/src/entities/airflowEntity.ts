import { ComponentEntity, parseEntityRef } from '@backstage/catalog-model';
import {
  AirflowCatalogInventory,
  ANNOTATION_AIRFLOW_INSTANCE,
  ENTITY_TYPE_AIRFLOW,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { InstanceEntity } from '../provider/findInstance';
import { defined, locationAnnotations } from './shared';

/** An Airflow instance as a Component. */
export function airflowEntity(
  inventory: AirflowCatalogInventory,
  source: CatalogSource,
  instance: InstanceEntity,
): ComponentEntity {
  const url = inventory.uiUrl ?? source.url;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      namespace: 'default',
      name: parseEntityRef(instance.ref).name,
      title: inventory.title,
      annotations: {
        ...locationAnnotations(source, url),
        [ANNOTATION_AIRFLOW_INSTANCE]: source.name,
      },
      links: [{ url, title: 'Open Airflow', icon: 'dashboard' }],
    },
    spec: defined({
      type: ENTITY_TYPE_AIRFLOW,
      lifecycle: 'production',
      owner: source.owner,
      system: source.system,
    }) as ComponentEntity['spec'],
  };
}
