import { HttpClient } from '../http/types';

/**
 * What both generations of the API need.
 */
export type AirflowContext = {
  http: HttpClient;
  /** For messages. */
  upstream: string;
};
