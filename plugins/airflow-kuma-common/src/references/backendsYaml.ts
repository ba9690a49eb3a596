import { stringify } from 'yaml';
import { LABEL } from '../evaluator/mesh';
import { readTexts } from '../evaluator/read';
import { KumaResource } from '../evaluator/types';

/**
 * The annotation of a pod that becomes `reachableBackends`.
 * @public
 */
export const REACHABLE_BACKENDS = 'kuma.io/reachable-backends';

/**
 * Whether a proxy belongs to a pod, by its labels.
 * @public
 */
export function isPod({ labels }: Pick<KumaResource, 'labels'>): boolean {
  const own = readTexts(labels);
  return own.has(LABEL.namespace) || own.get('kuma.io/env') === 'kubernetes';
}

/**
 * The list of a workload as its platform takes it, to copy: a pod has it as an
 * annotation, a Dataplane in its own spec.
 * @public
 */
export function backendsYaml(
  place: 'pod' | 'dataplane',
  refs: unknown[],
): string {
  return place === 'pod'
    ? text({
        metadata: { annotations: { [REACHABLE_BACKENDS]: text({ refs }) } },
      })
    : text({
        networking: { transparentProxying: { reachableBackends: { refs } } },
      });
}

function text(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}
