export * from './legacyBatch';
export * from './mesh';
export * from './prodData';
export * from './traffic';
export * from './users';
