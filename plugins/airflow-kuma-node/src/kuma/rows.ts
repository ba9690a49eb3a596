import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z, ZodType } from 'zod';
import { optionalText } from '../http/shapes';
import { outboundDefault } from './outboundDefault';

/**
 * Any resource: what every kind has is checked, the rest stays as it came.
 * Specs differ by kind and version; readers of a kind check theirs.
 */
export const resourceRow: ZodType<KumaResource> = z.looseObject({
  type: z.string().min(1),
  name: z.string().min(1),
  mesh: z.string().optional(),
  kri: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  creationTime: z.string().optional(),
  modificationTime: z.string().optional(),
});

/** `GET /` */
export const index = z.object({ version: z.string().min(1) });

/** `GET /_resources` */
export const resourceKinds = z.object({
  resources: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      scope: z.string(),
      readOnly: z.boolean().nullish(),
      policy: z
        .object({
          hasFromTargetRef: z.boolean().nullish(),
          hasRulesTargetRef: z.boolean().nullish(),
        })
        .nullish(),
    }),
  ),
});

/** `GET /config`, of which only this is looked at. */
export const controlPlaneConfig = z.object({
  mode: optionalText,
  environment: optionalText,
  multizone: z
    .object({
      zone: z
        .object({ name: optionalText, globalAddress: optionalText })
        .nullish(),
    })
    .nullish(),
  store: z
    .object({
      kubernetes: z.object({ systemNamespace: optionalText }).nullish(),
    })
    .nullish(),
  defaults: z.unknown().optional().transform(outboundDefault),
});

/** What a write answers. */
export const writeAnswer = z.object({
  warnings: z
    .array(z.string())
    .nullish()
    .transform(value => value ?? []),
});

/** `_config?shadow=true&include=diff` of a proxy. */
export const shadowConfig = z.looseObject({
  diff: z
    .array(
      z.looseObject({
        op: z.string(),
        path: z.string(),
        value: z.unknown().optional(),
      }),
    )
    .optional(),
});

/** `_layout` of a proxy, of which only where it gets out to is looked at. */
export const proxyLayout = z.looseObject({
  outbounds: z
    .array(z.looseObject({ kri: z.string(), port: z.number() }))
    .nullish()
    .transform(value => value ?? []),
});
