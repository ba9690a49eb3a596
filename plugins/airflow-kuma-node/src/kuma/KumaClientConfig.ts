/**
 * Credentials of a control plane's API.
 * @public
 */
export type KumaAuth =
  | { type: 'token'; token: string }
  | {
      type: 'clientCertificate';
      /** PEM. */
      certificate: string;
      /** PEM. */
      key: string;
      /** PEM of the CA that signed the API's certificate. */
      ca?: string;
    }
  | { type: 'none' };

/**
 * What a client of a control plane needs to know.
 * @public
 */
export type KumaClientConfig = {
  /** Key in config. */
  name: string;
  baseUrl: string;
  auth: KumaAuth;
  maxConcurrentRequests: number;
  timeoutMilliseconds: number;
};
