import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  ANNOTATION_VIEW_URL,
} from '@backstage/catalog-model';
import {
  ANNOTATION_DATA_DOMAIN,
  ANNOTATION_ENVIRONMENT,
  LABEL_DATA_DOMAIN,
  LABEL_ENVIRONMENT,
  providerOf,
  toLabelValue,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';

/** An object without its undefined fields, which the catalog would refuse. */
export function defined<T extends object>(
  fields: T,
): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(
    Object.entries(fields).filter(([_, value]) => value !== undefined),
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Annotations without which the catalog takes no entity of a provider. */
export function locationAnnotations(
  source: CatalogSource,
  view: string = source.url,
) {
  return {
    [ANNOTATION_LOCATION]: `url:${view}`,
    [ANNOTATION_ORIGIN_LOCATION]: providerOf(source),
    [ANNOTATION_VIEW_URL]: view,
  };
}

/** Groupings as labels (slugs, to filter by) and annotations (raw). */
export function groupings(thing: {
  dataDomain?: string;
  environment?: string;
}): {
  labels: Record<string, string>;
  annotations: Record<string, string>;
} {
  const { dataDomain, environment } = thing;
  return {
    labels: defined({
      [LABEL_DATA_DOMAIN]: dataDomain && toLabelValue(dataDomain),
      [LABEL_ENVIRONMENT]: environment && toLabelValue(environment),
    }) as Record<string, string>,
    annotations: defined({
      [ANNOTATION_DATA_DOMAIN]: dataDomain,
      [ANNOTATION_ENVIRONMENT]: environment,
    }) as Record<string, string>,
  };
}
