export * from './KumaClient';
export * from './types';
