import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * Versions of Kuma that the stand-in can be.
 * @public
 */
export type KumaVersion = '2.14.3' | '3.0.0-preview';

/** A resource as the API shows it; routes only pass its fields through. */
export type Resource = KumaResource & { [field: string]: any };

/**
 * A mesh to start with.
 * @public
 */
export type MeshSeed = {
  name: string;
  /** Certificates by Mesh.mtls (2.x). */
  ca?: { backend: string; mode?: 'STRICT' | 'PERMISSIVE' };
  /** Certificates by MeshIdentity `/workload/<workload>`. */
  identity?: {
    name: string;
    lifetimeSeconds: number;
    /** Labels of the proxies that it selects; all where absent. */
    selects?: Record<string, string>;
  };
  /** Default `Exclusive`; `Disabled` leaves services to `kuma.io/service` tags. */
  meshServices?: 'Exclusive' | 'Disabled';
  services: ServiceSeed[];
  externalServices: ExternalServiceSeed[];
  proxies: ProxySeed[];
  permissions: PermissionSeed[];
  trafficPermissions?: TrafficPermissionSeed[];
  /** MeshPassthrough policies: their name, the labels they select, what they let out to. */
  passthroughs?: {
    name: string;
    labels: Record<string, string>;
    mode?: 'All' | 'None' | 'Matched';
    matches?: {
      type: string;
      value: string;
      port?: number;
      protocol: string;
    }[];
  }[];
  /** MeshTLS policies: their name, the labels they select, their mode. */
  tls?: { name: string; labels: Record<string, string>; mode: TlsMode }[];
};

/** @public */
export type TlsMode = 'Strict' | 'Permissive';

/**
 * A MeshService.
 * @public
 */
export type ServiceSeed = {
  name: string;
  labels?: Record<string, string>;
  /**
   * Labels of the proxies behind it. Without any it is one that the control
   * plane made by itself, for a workload of the same name.
   */
  selector?: Record<string, string>;
  /** Tags of the proxies behind it, as people wrote selectors before labels (2.x). */
  selectorTags?: Record<string, string>;
  ports: PortSeed[];
};

/** @public */
export type PortSeed = {
  name?: string;
  port: number;
  targetPort: number;
  protocol: 'http' | 'tcp' | 'grpc';
};

/**
 * A MeshExternalService, or an ExternalService where the mesh has none.
 * @public
 */
export type ExternalServiceSeed = {
  name: string;
  labels?: Record<string, string>;
  port: number;
  protocol: 'http' | 'tcp' | 'grpc';
  address: string;
  tls?: boolean;
};

/**
 * A Dataplane and what its control plane knows of it.
 * @public
 */
export type ProxySeed = {
  name: string;
  workload: string;
  labels?: Record<string, string>;
  address: string;
  inbounds: {
    name?: string;
    port: number;
    protocol: 'http' | 'tcp' | 'grpc';
    /** Value of `kuma.io/service`; default the workload. */
    service?: string;
    tags?: Record<string, string>;
  }[];
  /**
   * Only these let its calls out, all others are closed; default: it has no
   * transparent proxying and no outbounds, and only takes calls.
   */
  reachableBackends?: { kind: string; name: string }[];
  /** Traffic of the application is led through the proxy, to where this lists. */
  transparentProxying?: Record<string, unknown>;
  /** Minutes since it went away; its certificate ages meanwhile. */
  offlineMinutes?: number;
  /** Minutes since its certificate expired; the proxy is connected all the same. */
  certificateExpiredMinutes?: number;
  /** Configurations that its Envoy refused; they grow. */
  rejects?: boolean;
};

/** @public */
export type PermissionSeed = {
  name: string;
  labels?: Record<string, string>;
  spec: Record<string, unknown>;
};

/** @public */
export type TrafficPermissionSeed = {
  name: string;
  sources: { match: Record<string, string> }[];
  destinations: { match: Record<string, string> }[];
};

/**
 * What a control plane knows of a connected proxy.
 */
export type Insight = {
  subscriptionId: string;
  connectTime: number;
  disconnectTime?: number;
  lastUpdate: number;
  sent: number;
  acknowledged: number;
  rejected: number;
  /** No counter moves any more, whatever is written. */
  frozen: boolean;
  /** Its Envoy refuses every configuration. */
  rejects: boolean;
  nextRejection?: number;
  certificate?: {
    expires: number;
    regenerated: number;
    regenerations: number;
    lifetime: number;
    /** Never renewed again. */
    stuck: boolean;
  };
};
