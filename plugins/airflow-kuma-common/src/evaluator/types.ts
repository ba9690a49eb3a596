/**
 * What an answer rests on: `measured` on real Envoys (Kuma 2.14 and the 3.0
 * preview), only read in Kuma's `source` (other versions, Kubernetes
 * namespaces and policy roles, egress), or `assumed`: the control plane names
 * no release, and is taken for the newest that fits what it has.
 * @public
 */
export type VerdictBasis = 'measured' | 'source' | 'assumed';

/**
 * What happens to a call. `not-enforced`: the mesh does not decide, so the
 * call passes. `unknown`: we cannot tell; the reason says why.
 * @public
 */
export type VerdictOutcome = 'allow' | 'deny' | 'not-enforced' | 'unknown';

/**
 * The three ways to write a permission in Kuma, or `none` where no policy
 * selects the inbound.
 * @public
 */
export type PermissionDialect =
  | 'rules'
  | 'from'
  | 'traffic-permission'
  | 'none';

/**
 * A resource exactly as Kuma's API returns it. Only what every kind has is
 * typed; readers must check the rest, because other versions differ.
 * @public
 */
export type KumaResource = {
  type: string;
  name: string;
  mesh?: string;
  kri?: string;
  labels?: Record<string, string>;
  creationTime?: string;
  modificationTime?: string;
  [field: string]: unknown;
};

/**
 * All that decides who may call whom in one mesh, as the API returns it.
 * @public
 */
export type MeshSnapshot = {
  /** Version of the control plane, e.g. `2.14.3` or `3.0.0-preview`. */
  version: string;
  /**
   * Whether the control plane groups `from` rules with the cliques algorithm
   * (Kuma's default since 2.9.11); it lets in callers that a policy denies,
   * and the API does not tell whether it is on.
   */
  cliques: boolean;
  /**
   * Names of the kinds that the control plane has, where known: what a version
   * that is no release is judged by.
   */
  kinds?: string[];
  /** `true` for a control plane that belongs to Kubernetes. */
  kubernetes?: boolean;
  /**
   * Whether a proxy that lists no `reachableBackends` gets no way out
   * (`defaults.restrictOutbound` of `/config`); `unknown` where the account may
   * not read that; absent: as the version has it.
   */
  restrictOutbound?: boolean | 'unknown';
  /**
   * What the control plane says of its place, which decides where a policy has
   * to lie; absent where its account may not read that.
   */
  deployment?: {
    mode: string;
    environment: string;
    federated: boolean;
    systemNamespace?: string;
  };
  /**
   * Kinds of this mesh that the control plane does not tell now, since when
   * (ISO time): the lists below hold what it told last. Verdicts that rest on
   * one are `unknown`.
   */
  unread?: { kind: string; since: string }[];
  mesh: KumaResource;
  dataplanes: KumaResource[];
  meshIdentities: KumaResource[];
  meshTLSes: KumaResource[];
  meshServices: KumaResource[];
  meshMultiZoneServices: KumaResource[];
  meshExternalServices: KumaResource[];
  trafficPermissions: KumaResource[];
  meshTrafficPermissions: KumaResource[];
  /** What lets out of the mesh; absent where nobody read it. */
  meshPassthroughs?: KumaResource[];
  /** Services outside of the mesh that are called by a tag; no verdict rests on them. */
  externalServices?: KumaResource[];
};

/**
 * Something outside of the mesh that no service of it stands for: by name, by
 * address, or both, as far as they are known.
 * @public
 */
export type OutsideDestination = {
  host?: string;
  /** IPv4 or IPv6. */
  ip?: string;
  port?: number;
  /** As MeshPassthrough writes it: `tls`, `http`, `mysql` …; absent: any. */
  protocol?: string;
};

/**
 * A caller, as the destination's Envoy sees it.
 * @public
 */
export type SourceIdentity = {
  /**
   * URI SANs of the caller's certificate, e.g.
   * `spiffe://default.zone-1.mesh.local/workload/airflow-orders`. Empty for a
   * caller without a certificate (plaintext).
   */
  uriSans: string[];
};

/**
 * One inbound of one proxy.
 * @public
 */
export type DestinationInbound = {
  /** Name of the Dataplane as the API gives it. */
  dataplane: string;
  /** Name of the inbound, or its port as a string where it has none. */
  inbound: string;
  /** Its address; needed where a proxy has several inbounds of that name. */
  address?: string;
  /**
   * Server name that the caller's TLS asks for, where a rule looks at it.
   * Derived from the destination's service when absent.
   */
  sni?: string;
};

/**
 * A policy that a verdict names.
 * @public
 */
export type PolicyReference = {
  kind: 'MeshTrafficPermission' | 'TrafficPermission';
  name: string;
  kri?: string;
  dialect: PermissionDialect;
  /** `true` for policies with the label `kuma.io/effect: shadow`. */
  shadow: boolean;
};

/**
 * The rule of a policy that decided.
 * @public
 */
export type RuleReference = {
  policy: PolicyReference;
  /** Index in `spec.rules`, `spec.from` or `sources`, from 0. */
  index: number;
  /** Which list of the rule, or the action of a `from` item. */
  clause: 'deny' | 'allow' | 'allowWithShadowDeny' | 'source';
  /** What matched, in words, e.g. `prefix spiffe://mesh/data`. */
  match: string;
};

/**
 * What the evaluator says about one source and one inbound.
 * @public
 */
export type Verdict = {
  /** What Envoy does. Act on this one. */
  enforced: VerdictOutcome;
  /** What the policies say. Differs from `enforced` only in the `from` dialect. */
  intended: VerdictOutcome;
  dialect: PermissionDialect;
  basis: VerdictBasis;
  /** Absent where nothing matched (default deny) or nothing is enforced. */
  decidedBy?: RuleReference;
  /** Every policy that selects the inbound, shadow ones included. */
  selectedBy: PolicyReference[];
  /** What Envoy's shadow engine would say; absent where there is none. */
  shadow?: 'allow' | 'deny';
  /** Machine-readable reason, stable: pages and tests rely on it. */
  code: VerdictCode;
  /** One plain sentence for people. */
  reason: string;
};

/**
 * Why a verdict is as it is.
 * @public
 */
export type VerdictCode =
  | 'allowed-by-rule'
  | 'denied-by-rule'
  | 'denied-by-default'
  | 'identity-needs-rules'
  | 'mtls-off'
  | 'no-identity-on-destination'
  | 'plaintext-permissive'
  | 'plaintext-refused'
  | 'gateway-not-decided'
  | 'external-not-decided'
  | 'over-permissive-grouping'
  | 'configuration-refused'
  | 'no-such-destination'
  | 'unreadable-policy'
  | 'not-read';

/**
 * What all proxies behind one port of a service say together.
 * @public
 */
export type ServiceVerdict = {
  /** The verdict of all, or of the worst one where they disagree. */
  verdict: Verdict;
  /** `false` where proxies that carry the destination disagree. */
  agree: boolean;
  /** Each inbound that carries this port of the service. */
  inbounds: { destination: DestinationInbound; verdict: Verdict }[];
};

/**
 * A service of a mesh, and one of its ports.
 * @public
 */
export type DestinationServicePort = {
  kind:
    | 'MeshService'
    | 'MeshMultiZoneService'
    | 'MeshExternalService'
    | 'ServiceTag';
  /** Name as the API gives it; for `ServiceTag` the value of `kuma.io/service`. */
  name: string;
  /** Port number of the service; all its ports when absent. */
  port?: number;
};

/**
 * A live identity: what a proxy shows as its certificate.
 * @public
 */
export type ProxyIdentity = {
  dataplane: string;
  uriSans: string[];
  /** KRI or name of the MeshIdentity, or the CA backend; absent for none. */
  issuer?: string;
  kind: 'mesh-identity' | 'mesh-ca' | 'none';
  /** Why there is no identity, where there is none. */
  reason?: string;
};

/**
 * Something in a mesh's policies that will surprise somebody.
 * @public
 */
export type LintFinding = {
  code:
    | 'prefix-matches-more'
    | 'allow-everything'
    | 'selects-nothing'
    | 'never-decides'
    | 'replaces-another'
    | 'widens-in-3.0'
    | 'refused-in-3.0'
    | 'over-permissive-grouping'
    | 'empty-match'
    | 'forged-scope'
    | 'borrowed-identity'
    | 'reference-matches-nothing'
    | 'reference-by-name';
  severity: 'error' | 'warning' | 'info';
  /** Absent where no policy is at fault. */
  policy?: PolicyReference;
  message: string;
  /** Names of identities, proxies or policies that it touches, at most 20. */
  affected: string[];
  /** How many it touches in all. */
  affectedTotal: number;
};
