import { AirflowApiVersion } from './types';

/**
 * Credentials of an Airflow instance.
 * @public
 */
export type AirflowAuth =
  | { type: 'password'; username: string; password: string }
  | { type: 'clientCredentials'; clientId: string; clientSecret: string }
  | { type: 'bearer'; token: string }
  | { type: 'basic'; username: string; password: string }
  | { type: 'none' };

/**
 * What a client of an Airflow instance needs to know.
 * @public
 */
export type AirflowClientConfig = {
  /** Key in config. */
  name: string;
  /** Without `/api`, e.g. `https://airflow.example.com`. */
  baseUrl: string;
  /** Where people reach the UI. */
  uiUrl: string;
  /** Absent: found by asking. */
  apiVersion?: AirflowApiVersion;
  auth: AirflowAuth;
  maxConcurrentRequests: number;
  timeoutMilliseconds: number;
};
