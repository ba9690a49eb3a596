export * from './compiledMesh';
export * from './InboundStates';
export * from './verdictOf';
