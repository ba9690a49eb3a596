import {
  AccessPreview,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import { toKubernetesObject, writtenName } from '../policies';

/** Computed by the control plane: noise in a diff of what is written. */
const COMPUTED_FIELDS = ['creationTime', 'modificationTime', 'kri', 'status'];
const COMPUTED_LABEL = /^(kuma\.io|k8s\.kuma\.io)\//;

/** A policy as a person would write it; `labels` are those that are ours to say. */
function toYaml(
  policy: KumaResource,
  labels: Set<string>,
  isKubernetes: boolean,
): string {
  const { type, mesh, name, labels: all, ...rest } = policy;
  const kept = Object.entries(rest).filter(
    ([field]) => !COMPUTED_FIELDS.includes(field),
  );
  const written = Object.entries(all ?? {}).filter(
    ([key]) => labels.has(key) || !COMPUTED_LABEL.test(key),
  );
  const plain: KumaResource = {
    type,
    mesh,
    name: writtenName(policy) ?? name,
    ...(written.length > 0 && { labels: Object.fromEntries(written) }),
    ...Object.fromEntries(kept),
  };
  return stringify(isKubernetes ? toKubernetesObject(plain) : plain, {
    lineWidth: 0,
  });
}

/** The policies that would be written, each as a diff against what is there. */
export function renderPolicies(
  policies: KumaResource[],
  existing: KumaResource[],
  driver: string,
  isKubernetes: boolean,
): AccessPreview['policies'] {
  return policies.map(policy => {
    const known = existing.find(
      other => other.type === policy.type && writtenName(other) === policy.name,
    );
    const labels = new Set(Object.keys(policy.labels ?? {}));
    const before = known && toYaml(known, labels, isKubernetes);
    const yaml = toYaml(policy, labels, isKubernetes);
    const file = `${policy.name}.yaml`;
    return {
      name: policy.name,
      driver,
      yaml,
      ...(before && { before }),
      diff: createTwoFilesPatch(
        before ? `a/${file}` : '/dev/null',
        `b/${file}`,
        before ?? '',
        yaml,
        undefined,
        undefined,
        { context: 3 },
      ),
    };
  });
}
