import {
  KumaResource,
  PermissionDialect,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Listing } from '../http/types';

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
  | 'DataplaneInsight'
  | 'ZoneInsight'
  | 'ServiceInsight'
  | 'MeshIdentity'
  | 'MeshTrust'
  | 'MeshTLS'
  | 'MeshTrace'
  | 'MeshAccessLog'
  | 'MeshPassthrough'
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
  /** As its config last told; absent where the account may not read that. */
  deployment?: Deployment;
};

/**
 * The place of a control plane. `federated`: a zone that belongs to a global
 * control plane.
 * @public
 */
export type Deployment = {
  mode: string;
  environment: string;
  zone?: string;
  federated: boolean;
  systemNamespace?: string;
};

/**
 * What is looked at of a control plane's config. It may hold secrets, so
 * nothing else of it is kept.
 * @public
 */
export type ControlPlaneConfig = {
  deployment?: Deployment;
  /**
   * Whether a proxy that lists no `reachableBackends` gets no way out; absent
   * where the config leaves that to the version. `unknown`: it says something
   * that is not understood, or is of a global control plane, whose zones each
   * have a config of their own.
   */
  restrictOutbound?: boolean | 'unknown';
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
 * A list of proxies or zones.
 * @public
 */
export type SeenListing<T> = Listing<T> & {
  /**
   * `true`: what the control plane saw of them did not come in the same
   * answer, so it is not known; `DataplaneInsight` or `ZoneInsight` tell it.
   */
  withoutInsights?: boolean;
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

/**
 * An outbound of a proxy, as `_layout` lists it.
 * @public
 */
export type ProxyOutbound = {
  /** Of the port of a service, e.g. `kri_msvc_default_zone-1__ledger_http`. */
  kri: string;
  port: number;
};
