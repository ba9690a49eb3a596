import resourcesOf2 from './resources-2.14.3.json';
import resourcesOf3 from './resources-3.0.0-preview.json';
import { KumaVersion } from './types';

/** A type as `/_resources` lists it. */
export type ResourceType = {
  name: string;
  path: string;
  scope: string;
  readOnly: boolean;
  shortName: string;
  [field: string]: unknown;
};

const byVersion: Record<KumaVersion, ResourceType[]> = {
  '2.14.3': resourcesOf2,
  '3.0.0-preview': resourcesOf3,
};

/** Types of a version, as the real control plane listed them. */
export function resourceTypes(version: KumaVersion): ResourceType[] {
  return byVersion[version];
}
