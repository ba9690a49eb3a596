export * from './decision';
export * from './denyAll';
export * from './from';
export * from './rules';
export * from './trafficPermission';
