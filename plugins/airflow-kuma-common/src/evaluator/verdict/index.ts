export * from './compiledMesh';
export * from './inboundState';
export * from './verdictOf';
