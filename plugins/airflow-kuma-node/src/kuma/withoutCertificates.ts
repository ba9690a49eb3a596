import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * A MeshTrust without its certificates: nothing here needs them, and what is
 * not kept cannot be shown.
 */
export function withoutCertificates(trust: KumaResource): KumaResource {
  const spec = trust.spec as Record<string, unknown> | undefined;
  if (!Array.isArray(spec?.caBundles)) return trust;
  return {
    ...trust,
    spec: {
      ...spec,
      caBundles: spec.caBundles.map(bundle => ({
        type: (bundle as { type?: unknown } | undefined)?.type,
      })),
    },
  };
}
