export * from './compare';
export * from './compareTimes';
export * from './policy';
export * from './rule';
export * from './selects';
export * from './trafficPermission';
