import { LABEL } from '../mesh';
import {
  isRecord,
  readArray,
  readRecord,
  readString,
  readTexts,
  Texts,
} from '../read';
import { KumaResource } from '../types';
import { containsAll } from './selectsProxies';

/**
 * MeshServices behind a MeshMultiZoneService: those that its status lists, else
 * those that its selector picks by labels.
 * @public
 */
export function servicesBehind(
  service: KumaResource,
  meshServices: KumaResource[],
): KumaResource[] {
  const listed = readArray(readRecord(service.status).meshServices).filter(
    isRecord,
  );
  const selector = readRecord(readRecord(service.spec).selector);
  const wanted = readTexts(readRecord(selector.meshService).matchLabels);
  return meshServices.filter(meshService => {
    const labels = readTexts(meshService.labels);
    if (listed.length > 0)
      return listed.some(item => isListed(item, meshService, labels));
    return wanted.size > 0 && containsAll(labels, wanted);
  });
}

function isListed(
  item: Record<string, unknown>,
  meshService: KumaResource,
  labels: Texts,
): boolean {
  const name = readString(item.name);
  const zone = readString(item.zone);
  const namespace = readString(item.namespace);
  return (
    name !== undefined &&
    (labels.get(LABEL.displayName) === name || meshService.name === name) &&
    (zone === undefined || (labels.get(LABEL.zone) ?? zone) === zone) &&
    (namespace === undefined ||
      (labels.get(LABEL.namespace) ?? namespace) === namespace)
  );
}
