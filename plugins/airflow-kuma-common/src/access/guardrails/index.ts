export * from './types';
export * from './decideGuardrails';
export * from './parseGuardrails';
