import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { createHash } from 'crypto';

/**
 * Tells two versions of a mesh apart without comparing all of them: Kuma sets
 * `modificationTime` on every change, of the status too. What has none (a Mesh
 * of the stand-ins, resources of old versions) is taken as a whole.
 */
export function fingerprintOf(snapshot: MeshSnapshot): string {
  const hash = createHash('sha256');
  for (const [field, value] of Object.entries(snapshot)) {
    if (field === 'revision') continue;
    hash.update(field);
    if (Array.isArray(value)) {
      for (const resource of value) hash.update(resourceMark(resource));
    } else {
      hash.update(JSON.stringify(value));
    }
  }
  return hash.digest('base64');
}

function resourceMark(resource: KumaResource): string {
  const { type, name, modificationTime } = resource;
  return modificationTime
    ? `${type} ${name} ${modificationTime}\n`
    : `${JSON.stringify(resource)}\n`;
}
