/**
 * A service of a mesh: what a DAG can depend on and a permission can open.
 * @public
 */
export type Service = {
  controlPlane: string;
  mesh: string;
  kind: ServiceKind;
  /** Name as the API gives it (with namespace or hash suffix where it has one). */
  name: string;
  /** Name as people wrote it (`kuma.io/display-name`). */
  displayName: string;
  namespace?: string;
  zone?: string;
  kri?: string;
  description?: string;
  labels: Record<string, string>;
  hostnames: string[];
  /** Virtual or external addresses. */
  addresses: string[];
  ports: ServicePort[];
  /** SPIFFE IDs (or `kuma.io/service` tags) that the control plane reports. */
  identities: string[];
  /** Names of the Dataplanes behind it. */
  dataplanes: string[];
  proxies: ProxyCounts;
  /** Entity ref of the owner, by config rules. */
  owner: string;
  system?: string;
  dataDomain?: string;
  environment?: string;
  /** Link into the Kuma GUI, where one is configured. */
  guiUrl?: string;
};

/**
 * How many proxies there are, and how many of them are connected.
 * @public
 */
export type ProxyCounts = {
  total: number;
  online: number;
  /** Those of which that is not told; absent where it is told of all. */
  unknown?: number;
};

/**
 * Kinds of services; `ServiceTag` is a `kuma.io/service` value of a mesh
 * without MeshServices.
 * @public
 */
export type ServiceKind =
  | 'MeshService'
  | 'MeshMultiZoneService'
  | 'MeshExternalService'
  | 'ServiceTag';

/**
 * A port of a service.
 * @public
 */
export type ServicePort = {
  name?: string;
  port: number;
  /** Port number, or the name of the inbound, that it leads to. */
  targetPort?: number | string;
  /** e.g. `http`, `grpc`, `tcp`; Kuma's default is `tcp`. */
  protocol: string;
};

/**
 * A mesh, in short.
 * @public
 */
export type Mesh = {
  controlPlane: string;
  mesh: string;
  /** `identity`: MeshIdentity; `ca`: Mesh.mtls; `off`: neither. */
  mtls: 'identity' | 'ca' | 'off';
  /**
   * Towards callers without a certificate; `permissive` where any of its
   * destinations is. What one destination does its `Enforcement` says.
   */
  mtlsMode?: 'strict' | 'permissive';
  zones: string[];
  version?: string;
  /** `false` where its permissions are applied through Git or kubectl. */
  writable: boolean;
  proxies: ProxyCounts;
  services: number;
  permissions: number;
  /** Some of its proxies send traces somewhere (MeshTrace). */
  traced?: boolean;
  /** Some of its proxies write access logs somewhere (MeshAccessLog). */
  logged?: boolean;
  /**
   * Trust domains whose certificates its proxies accept (MeshTrust); absent
   * where there is none, or where they are not told.
   */
  trustDomains?: string[];
  guiUrl?: string;
};

/**
 * A proxy (Dataplane) and what its control plane last saw of it.
 * @public
 */
export type Proxy = {
  controlPlane: string;
  mesh: string;
  name: string;
  zone?: string;
  address?: string;
  labels: Record<string, string>;
  /** `unknown`: the control plane does not tell what it saw of its proxies. */
  status: 'online' | 'offline' | 'partially-degraded' | 'unknown';
  /** ISO time since when it is connected or disconnected. */
  since?: string;
  /** URI SANs it shows; empty without identity. */
  uriSans: string[];
  /**
   * Config sync, from the newest subscription; counters are totals, and 0 where
   * the status is `unknown`.
   */
  sync: {
    lastUpdate?: string;
    sent: number;
    acknowledged: number;
    rejected: number;
    /** ISO time at which `rejected` was last seen to grow between two polls. */
    rejectedGrewAt?: string;
    /** ISO time since when no counter moved. */
    unchangedSince?: string;
  };
  certificate?: {
    /** Absent with external issuers (SPIRE, a corporate PKI): not "expired". */
    expires?: string;
    lastRegeneration?: string;
    regenerations?: number;
    issuer?: string;
  };
  versions?: { kumaDp?: string; envoy?: string };
};

/**
 * A permission policy, as people should see it.
 * @public
 */
export type Permission = {
  controlPlane: string;
  mesh: string;
  kind: 'MeshTrafficPermission' | 'TrafficPermission';
  name: string;
  kri?: string;
  /** The resource as YAML, as the API returned it. */
  yaml: string;
  /** Ids of our grants, where it is ours. */
  grants: string[];
  shadow: boolean;
  created?: string;
  /** Absent where it never was changed, and where nobody can tell (Kubernetes). */
  modified?: string;
};
