export { GitManifests } from './Manifests';
export type { Manifests } from './Manifests';
export { readManifests } from './readManifests';
export type { WorkloadManifest } from './readManifests';
