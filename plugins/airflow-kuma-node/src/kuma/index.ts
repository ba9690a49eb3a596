export * from './createKumaClient';
export * from './KumaClient';
export * from './KumaClientConfig';
export * from './permissions/grantLabels';
export * from './policy';
export * from './types';
