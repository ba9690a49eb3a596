export * from './binaries';
export * from './ControlPlane';
export * from './describeLive';
export * from './LiveMesh';
export * from './skipSuite';
export * from './types';
export * from './versions';
export * from './waitFor';
