export { patchManifest } from './patchManifest';
export type { PatchedManifest } from './patchManifest';
export type { RefChange } from './editRefs';
export type { DocumentSelector } from './findDocument';
