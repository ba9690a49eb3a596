export { backendsYaml, isPod, REACHABLE_BACKENDS } from './backendsYaml';
export { refFor, servicesOfKind } from './refFor';
export type { BackendReference } from './refFor';
