/** One way into a proxy. */
export type InboundSpec = {
  name: string;
  protocol: 'http' | 'tcp';
  /** Tags of this inbound alone, in place of those of the proxy. */
  tags?: Record<string, string>;
  /** Port of the MeshService; an inbound without one is in no service. */
  servicePort?: number;
};

/** A workload: a proxy and the applications behind its inbounds. */
export type ProxySpec = {
  name: string;
  /** Added to the labels `app` and `kuma.io/workload`, which are the name. */
  labels?: Record<string, string>;
  /** Inbound tags beside `kuma.io/service`; Kuma 3.0 drops them. */
  tags?: Record<string, string>;
  inbounds: InboundSpec[];
  /**
   * How its MeshService selects it: by the label `app`, or (2.x only) by the
   * tags of its first inbound alone.
   */
  selectedBy?: 'labels' | 'tags';
  /**
   * How it lets its application go out, in place of an outbound for each
   * service. Nothing redirects connections to it here, so it calls nobody; its
   * Envoy has the listeners all the same.
   */
  transparentProxying?: TransparentProxying;
};

/** What a transparent proxy lets its application reach; absent: all there is. */
export type TransparentProxying = {
  reachableBackends?: {
    refs: {
      kind: string;
      name?: string;
      labels?: Record<string, string>;
      port?: number;
    }[];
  };
};

/** Which services of a mesh are MeshServices. */
export type MeshServicesMode = 'Everywhere' | 'Exclusive';

/** Who calls whom. */
export type Call = { source: string; destination: string; inbound: string };

/** What came of a call. */
export type CallResult = {
  /** `failed`: neither the application nor a permission answered. */
  verdict: 'allow' | 'deny' | 'failed';
  /** Status that the caller saw; absent for TCP. */
  httpStatus?: number;
  /** KRI of the policy that Envoy names, `default` or `none`. */
  decidedBy?: string;
  /** URI SANs of the caller's certificate as the destination saw them. */
  sourceUriSans?: string[];
  /** What the shadow engine would have said, where there is one. */
  shadow?: { result: string; policy?: string };
  /** What was seen, for a person who has to find out why it failed. */
  detail: string;
};
