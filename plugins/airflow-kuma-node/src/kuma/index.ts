export * from './createKumaClient';
export * from './KumaClient';
export * from './KumaClientConfig';
export * from './insights/withInsights';
export * from './permissions/grantLabels';
export * from './policy';
export * from './types';
