export { defaultMesh } from './defaultMesh';
export { legacyMesh } from './legacyMesh';
export { movingMesh } from './movingMesh';
export { demoIdentity } from './permissions';
