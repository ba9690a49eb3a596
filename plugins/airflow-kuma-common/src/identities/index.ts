export * from './dagIdentities';
export { ProxyIndex } from './proxyIndex';
export * from './sharedIdentities';
export * from './types';
