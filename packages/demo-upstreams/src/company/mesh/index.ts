export { defaultMesh } from './defaultMesh';
export { legacyMesh } from './legacyMesh';
export { demoIdentity } from './permissions';
