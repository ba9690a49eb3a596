import { ZodType } from 'zod';
import { ListHoles } from './ListHoles';

/**
 * The part of `fetch` that clients need; tests and client certificates bring
 * their own.
 * @public
 */
export type FetchFunction = (
  url: string,
  init: RequestInit,
) => Promise<Response>;

/**
 * Credentials of one upstream.
 */
export interface Authenticator {
  /** Headers to send; may ask for a token first. */
  headers(signal?: AbortSignal): Promise<Record<string, string>>;
  /**
   * The upstream refused these headers. Returns whether new ones can be had,
   * so that the request is worth one more try.
   */
  renew(refused: Record<string, string>): Promise<boolean>;
}

/**
 * A request to an upstream.
 */
export type UpstreamRequest<T> = {
  /** Default `GET`. */
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path below the base URL, with every part already percent-encoded. */
  path: string;
  query?: Record<string, string | number | boolean | string[] | undefined>;
  body?: unknown;
  /** The shape that is needed of a 2xx answer. */
  schema: ZodType<T>;
  /** `text` hands the schema a string, for the few endpoints without JSON. */
  format?: 'json' | 'text';
  /** Default: all methods but `POST`. */
  retry?: boolean;
  /** `false` for requests that need, or must carry, no credentials. */
  authenticate?: boolean;
  signal?: AbortSignal;
};

/**
 * Options that every read and write of a client takes.
 * @public
 */
export type CallOptions = { signal?: AbortSignal };

/**
 * Sends requests to one upstream and gives back checked answers, or throws an
 * `UpstreamError`.
 */
export interface HttpClient {
  request<T>(request: UpstreamRequest<T>): Promise<T>;
  /**
   * Milliseconds that the upstream's clock is ahead of ours, negative where it
   * is behind, by its last answer that told; exact to a second or two.
   */
  clockSkew(): number | undefined;
  /** Items of lists that this upstream could not tell; absent for those without lists. */
  readonly holes?: ListHoles;
}

/**
 * Something of a list that could not be understood and was left out.
 * @public
 */
export type SkippedItem = {
  /** Where it was, e.g. `dags[3]`. */
  item: string;
  /** Its id, where even a broken item tells it: older data of it still stands. */
  id?: string;
  /** Names the field. */
  reason: string;
};

/**
 * What speaks against a list's being whole although it was read to its end.
 * @public
 */
export type ListDoubt = {
  /** e.g. `it counts 40 items and gives 38`. */
  reason: string;
  /** At most so many items are missing; any number where absent. */
  missing?: number;
};

/**
 * A list, read to its end.
 * @public
 */
export type Listing<T> = {
  rows: T[];
  skipped: SkippedItem[];
  /** Absent where nothing speaks against the list's being whole. */
  doubt?: ListDoubt;
};
