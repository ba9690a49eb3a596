export * from './binaries';
export * from './ControlPlane';
export * from './describeLive';
export * from './LiveMesh';
export * from './types';
export * from './waitFor';
