export * from './types';
export * from './runs';
export * from './auditState';
export * from './stateTable';
export * from './approvals';
export * from './durations';
export * from './guardrails';
export * from './callersEnd';
