import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'crypto';

/**
 * Tells two versions of a mesh apart by all that they hold. No time of
 * modification will do: on Kubernetes Kuma's always equals the time of
 * creation (measured on 2.14.3), and a policy edited from allow to deny would
 * leave the judge that says allow.
 */
export function fingerprintOf(snapshot: MeshSnapshot): string {
  const hash = createHash('sha256');
  for (const [field, value] of Object.entries(snapshot)) {
    if (field === 'revision') continue;
    hash.update(`${field}\n`);
    for (const item of Array.isArray(value) ? value : [value]) {
      // An absent value has no JSON, yet is one.
      hash.update(`${JSON.stringify(item) ?? 'undefined'}\n`);
    }
  }
  return hash.digest('base64');
}
