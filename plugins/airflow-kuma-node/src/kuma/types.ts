import {
  KumaResource,
  PermissionDialect,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * The kinds that are read, by Kuma's names.
 * @public
 */
export type KumaKind =
  | 'Mesh'
  | 'MeshService'
  | 'MeshMultiZoneService'
  | 'MeshExternalService'
  | 'ExternalService'
  | 'ServiceInsight'
  | 'MeshIdentity'
  | 'MeshTrust'
  | 'MeshTLS'
  | 'MeshPassthrough'
  | 'MeshTrace'
  | 'MeshAccessLog'
  | 'Workload'
  | 'MeshInsight'
  | 'MeshTrafficPermission'
  | 'TrafficPermission';

/**
 * The kinds that are written.
 * @public
 */
export type PermissionKind = 'MeshTrafficPermission' | 'TrafficPermission';

/**
 * What a control plane is and can do, as it says itself.
 * @public
 */
export type ControlPlaneFacts = {
  /** e.g. `2.14.3`, `3.0.0-preview`. */
  version: string;
  /** Kinds it serves, with their path and whether its API takes writes. */
  kinds: Record<string, { path: string; readOnly: boolean; meshed: boolean }>;
  /** Dialects that can be written there. */
  dialects: Exclude<PermissionDialect, 'none'>[];
  /** Whether MeshTrafficPermissions can be written through its API. */
  writable: boolean;
  /**
   * From its config; absent where the account may not read that.
   * `federated`: a zone that belongs to a global control plane.
   */
  deployment?: {
    mode: string;
    environment: string;
    zone?: string;
    federated: boolean;
    systemNamespace?: string;
  };
};

/**
 * A proxy: its Dataplane as the API returns it, and what the control plane
 * last saw of it.
 * @public
 */
export type RawProxy = Omit<Proxy, 'controlPlane' | 'uriSans' | 'sync'> & {
  /** The Dataplane itself (`type: Dataplane`), for the evaluator. */
  resource: KumaResource;
  /** Counters start again with every connection, told apart by its id. */
  sync: {
    connection?: string;
    lastUpdate?: string;
    sent: number;
    acknowledged: number;
    rejected: number;
  };
};

/**
 * A zone.
 * @public
 */
export type RawZone = {
  name: string;
  enabled: boolean;
  /** Absent where the control plane does not track it (its own zone). */
  online?: boolean;
  version?: string;
};

/**
 * What a write said.
 * @public
 */
export type WriteOutcome = {
  outcome: 'created' | 'updated' | 'deleted' | 'absent';
  /** Kuma's warnings, e.g. about deprecated fields. */
  warnings: string[];
};

/**
 * A change of a proxy's configuration, an operation of JSON Patch.
 * @public
 */
export type ConfigChange = { op: string; path: string; value?: unknown };
