export * from './buildRulesPermission';
export * from './types';
