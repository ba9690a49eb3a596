export * from './types';
export * from './runs';
export * from './stateTable';
export * from './approvals';
export * from './durations';
export * from './guardrails';
