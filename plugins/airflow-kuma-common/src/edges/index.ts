export * from './types';
export * from './edgeState';
