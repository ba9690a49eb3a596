export * from './buildPolicies';
export * from './grantsOfPolicy';
export * from './impactOf';
export * from './mergedPolicies';
export * from './MeshViews';
export * from './meshView';
export * from './planGrant';
