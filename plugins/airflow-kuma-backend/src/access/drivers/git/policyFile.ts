import { createHash } from 'node:crypto';
import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { isOurs } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { parse, stringify } from 'yaml';
import { toKubernetesObject } from '../../policies/toKubernetesObject';

/** How a mesh takes policies: as Kuma's own resources, or as Kubernetes objects. */
export type PolicyFormat = 'universal' | 'kubernetes';

/** File systems take 255 bytes; the kind and the suffix come on top. */
const MAX_STEP = 200;
const HASH_LENGTH = 12;

/** Any name as one step of a path, that of `..` and of a very long one too. */
function step(name: string): string {
  const safe = encodeURIComponent(name).replace(/\./g, '%2E');
  if (safe.length <= MAX_STEP) return safe;
  const hash = createHash('sha256').update(name).digest('hex');
  return `${safe.slice(0, MAX_STEP)}-${hash.slice(0, HASH_LENGTH)}`;
}

/** Path of a policy's file below the folder of the config. */
export function policyPath(
  folder: string,
  place: { controlPlane: string; mesh: string },
  policy: { kind: string; name: string },
): string {
  return [
    folder,
    step(place.controlPlane),
    step(place.mesh),
    `${policy.kind.toLocaleLowerCase('en-US')}-${step(policy.name)}.yaml`,
  ].join('/');
}

/** The file's text; the same policy always gives the same text. */
export function toPolicyFile(
  policy: KumaResource,
  format: PolicyFormat,
): string {
  const note =
    '# Written by Airflow Kuma for the grants in its labels. Changes here are undone.\n';
  return (
    note +
    stringify(format === 'kubernetes' ? toKubernetesObject(policy) : policy, {
      lineWidth: 0,
    })
  );
}

/** Whether a file is one of ours; what we did not write is never changed. */
export function isOurFile(text: string): boolean {
  const parsed = parse(text) as
    | {
        labels?: Record<string, string>;
        metadata?: { labels?: Record<string, string> };
      }
    | undefined;
  return isOurs({ labels: parsed?.labels ?? parsed?.metadata?.labels });
}
