export * from './buildRulesPermission';
export * from './placeLabels';
export * from './types';
