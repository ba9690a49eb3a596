import {
  KUMA_LABEL_GRANTS,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** One name, so that there is never more than one in a mesh. */
export const SHADOW_NAME = 'ak-shadow-preview';
const EFFECT = 'kuma.io/effect';

/** A policy that Kuma computes with and no proxy gets. */
export function toShadowPolicy(policy: KumaResource): KumaResource {
  return {
    ...policy,
    name: SHADOW_NAME,
    labels: {
      ...policy.labels,
      [KUMA_LABEL_GRANTS]: 'preview',
      [EFFECT]: 'shadow',
    },
  };
}

/** Whether a policy is our temporary one: no grant, and no drift. */
export function isShadowPolicy(policy: KumaResource): boolean {
  return policy.name === SHADOW_NAME && policy.labels?.[EFFECT] === 'shadow';
}
