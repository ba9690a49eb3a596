export { createEvaluator } from './createEvaluator';
export type { Evaluator } from './createEvaluator';
export * from './kri';
export * from './matrix';
export * from './types';
