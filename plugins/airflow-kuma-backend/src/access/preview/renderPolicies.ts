import {
  AccessPreview,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';

/** Computed by the control plane: noise in a diff of what is written. */
const COMPUTED_FIELDS = ['creationTime', 'modificationTime', 'kri', 'status'];
const COMPUTED_LABEL = /^(kuma\.io|k8s\.kuma\.io)\//;

/** A policy as a person would write it. */
export function toYaml(policy: KumaResource): string {
  const { type, mesh, name, labels, ...rest } = policy;
  const kept = Object.entries(rest).filter(
    ([field]) => !COMPUTED_FIELDS.includes(field),
  );
  const written = Object.entries(labels ?? {}).filter(
    ([key]) => !COMPUTED_LABEL.test(key),
  );
  return stringify(
    {
      type,
      mesh,
      name,
      ...(written.length > 0 && { labels: Object.fromEntries(written) }),
      ...Object.fromEntries(kept),
    },
    { lineWidth: 0 },
  );
}

/** The policies that would be written, each as a diff against what is there. */
export function renderPolicies(
  policies: KumaResource[],
  existing: KumaResource[],
  driver: string,
): AccessPreview['policies'] {
  return policies.map(policy => {
    const known = existing.find(
      other => other.type === policy.type && other.name === policy.name,
    );
    const before = known && toYaml(known);
    const yaml = toYaml(policy);
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
