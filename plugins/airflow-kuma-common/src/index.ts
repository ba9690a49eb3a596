/**
 * Names, types, permissions, the evaluator, guardrails and state tables of
 * Airflow Kuma. Pure: no I/O, no Node, no React.
 *
 * @packageDocumentation
 */
export * from './access';
export * from './annotations';
export * from './api';
export * from './csv';
export * from './edges';
export * from './evaluator';
export * from './failures';
export * from './identities';
export * from './inventory';
export * from './names';
export * from './permissions';
export * from './readiness';
export * from './references';
export * from './schedule';
export * from './time';
export * from './upgrade';
export * from './words';
