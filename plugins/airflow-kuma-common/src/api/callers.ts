import { NamedCaller } from '../evaluator/namedCallers';

/** An identity that is shown in the mesh and let in. @public */
export type LiveCaller = {
  /** SPIFFE IDs of its certificate. */
  uriSans: string[];
  /** How many proxies show it. */
  proxies: number;
  /** Ports that are open to it. */
  ports: number[];
  /**
   * Its own end, where that stops its calls, or nobody can tell; absent where
   * it is open. The permissions let it in all the same.
   */
  wayOut?: 'closed' | 'unknown';
  /** DAGs and services that run as it and that the caller may see, the first few. */
  runsAs: { ref: string; name: string }[];
  runsAsTotal: number;
};

/**
 * Everybody whom the mesh lets in at a service, whatever they are: DAGs',
 * services' and other workloads, by what the mesh tells apart. One function
 * finds them for the service's page, the graph's panel and the API.
 * @public
 */
export type Callers = {
  /** Live identities that it lets in, but for its own: counted, first 50 listed. */
  identities: { total: number; listed: LiveCaller[] };
  /**
   * Callers that permissions name and let in without anybody showing such an
   * identity now, and all that are named by a pattern: counted, first 50 listed.
   */
  named: {
    total: number;
    listed: (Pick<NamedCaller, 'kind' | 'value'> & {
      /** How many live identities it means now. */
      live: number;
    })[];
  };
  /** Everybody with a certificate of the mesh. */
  everybody: boolean;
  /** Also who shows no certificate. */
  withoutCertificate: boolean;
};
