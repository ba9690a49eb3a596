export * from './endpointsGone';
