export type { CallOptions, FetchFunction, Listing, SkippedItem } from './types';
export * from './UpstreamError';
