export { createEvaluator } from './createEvaluator';
export type { Evaluator } from './createEvaluator';
export * from './kri';
export * from './lint';
export * from './matrix';
export { createDataplaneLookup, servicesBehind } from './services';
export * from './types';
export { selectorsOf } from './version';
