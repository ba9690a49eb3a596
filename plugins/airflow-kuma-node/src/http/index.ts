export type {
  CallOptions,
  FetchFunction,
  ListDoubt,
  Listing,
  SkippedItem,
} from './types';
export * from './UpstreamError';
