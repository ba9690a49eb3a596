export { createEvaluator } from './createEvaluator';
export type { Evaluator } from './createEvaluator';
export {
  adviceFor,
  enforcementOf,
  STRANGER,
  STRICT_ADVICE,
} from './enforcement';
export type { Enforcement } from './enforcement';
export { borrowedIdentities } from './identity/borrowed';
export type { BorrowedIdentity } from './identity/borrowed';
export { isOnKubernetes, namespaceOf, systemNamespaceOf } from './kubernetes';
export * from './kri';
export * from './lint';
export * from './matrix';
export { isNamed, namedCallers } from './namedCallers';
export type { NamedCaller } from './namedCallers';
export { createDataplaneLookup, servicesBehind } from './services';
export { bothEnds, callerWayOut, worstCall } from './reach';
export type { CallerWayOut, CallOutcome, WayOut, WayOutCode } from './reach';
export * from './types';
export { selectorsOf } from './version';
