export * from './createInventorySignaller';
export * from './sendChange';
