/**
 * Traffic from one workload to one port of a service, as two Envoys see it.
 * @public
 */
export type TrafficFlow = {
  mesh: string;
  /** Workload and proxies that call. */
  source: FlowEnd;
  /**
   * Where it goes; absent for services outside the mesh. `inbound` is what its
   * Envoy calls the listener in its statistics.
   */
  destination?: FlowEnd & { inbound: string };
  /** `envoy_cluster_name` at the caller. */
  cluster: string;
  protocol: 'http' | 'tcp';
  /** Calls (or connections) a second, on average. */
  rate: number;
  /** Share of calls that the service answers with 5xx. */
  errorShare?: number;
  /** Median in milliseconds. */
  latency?: number;
  /** What the mesh does with it now. */
  verdict: () => FlowVerdict;
  /** What the caller gets when refused: 403 by rules and `from`, 503 by TrafficPermission. */
  deniedStatus?: 403 | 503;
};

/**
 * What the mesh does with a flow at the moment.
 * @public
 */
export type FlowVerdict = {
  isDenied: boolean;
  /** KRI of the policy that decided; absent for the default. */
  policy?: string;
  /** URI SANs of the caller's certificate. */
  callerSans: string[];
};

/** @public */
export type FlowEnd = {
  workload: string;
  proxies: { name: string; address: string }[];
};
