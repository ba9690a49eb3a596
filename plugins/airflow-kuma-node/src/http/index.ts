export * from './types';
export * from './UpstreamError';
