import {
  isRecord,
  readArray,
  readRecord,
  readString,
  readTexts,
  Texts,
} from '../read';
import { KumaResource, PolicyReference } from '../types';

/** A legacy TrafficPermission, read once. */
export type TrafficPermissionModel = {
  reference: PolicyReference;
  name: string;
  creationTime: string;
  sources: Texts[];
  destinations: Texts[];
};

/** Reads a TrafficPermission as the API returns it. */
export function readTrafficPermission(
  resource: KumaResource,
): TrafficPermissionModel {
  const name = readString(resource.name) ?? '';
  return {
    reference: {
      kind: 'TrafficPermission',
      name,
      kri: readString(resource.kri),
      dialect: 'traffic-permission',
      shadow: false,
    },
    name,
    creationTime: readString(resource.creationTime) ?? '',
    sources: readSelectors(resource.sources),
    destinations: readSelectors(resource.destinations),
  };
}

function readSelectors(value: unknown): Texts[] {
  return readArray(value)
    .filter(isRecord)
    .map(selector => readTexts(readRecord(selector.match)));
}
