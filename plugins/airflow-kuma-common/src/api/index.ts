export * from './callers';
export * from './catalogInventory';
export * from './inventory';
export * from './graph';
export * from './explain';
export * from './signals';
export * from './readiness';
