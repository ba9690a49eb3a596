export { lintMesh } from './lintMesh';
