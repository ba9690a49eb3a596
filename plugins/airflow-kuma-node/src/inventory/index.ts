export * from './InventoryClient';
