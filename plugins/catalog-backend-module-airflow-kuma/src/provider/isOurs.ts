import { ANNOTATION_ORIGIN_LOCATION, Entity } from '@backstage/catalog-model';
import { providerOf } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';

/** Whether an entity comes from our provider of a source; people may write its annotations too. */
export function isOurs(
  { metadata }: Entity,
  source: Pick<CatalogSource, 'kind' | 'name' | 'url'>,
): boolean {
  const origin = metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION];
  // The second is what this module told at first.
  return origin === providerOf(source) || origin === `url:${source.url}`;
}
