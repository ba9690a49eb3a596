import {
  KumaResource,
  SourceIdentity,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ControlPlaneFacts } from '../types';

/**
 * Access to one port of one service, for one or more identities.
 * @public
 */
export type PermissionRequest = {
  mesh: string;
  /** MeshService or MeshMultiZoneService, as the API returns it. */
  service: KumaResource;
  port: number;
  /** Live identities of the source: what its proxies show now. */
  sources: SourceIdentity[];
  /** Ids of the grants that the policy carries. */
  grants: string[];
};

/**
 * What is known of the mesh and its control plane.
 * @public
 */
export type PermissionContext = {
  /** Without its deployment, where a policy has to lie is not said. */
  facts: Pick<ControlPlaneFacts, 'version' | 'dialects'> &
    Partial<ControlPlaneFacts>;
  /** All Dataplanes of the mesh. */
  dataplanes: KumaResource[];
  /** All MeshServices of the mesh. */
  meshServices: KumaResource[];
};

/**
 * Why no policy can be written that opens what was asked for and nothing
 * else.
 * @public
 */
export type PermissionRefusal =
  | 'dialect-not-available'
  | 'no-live-identity'
  | 'legacy-certificate'
  | 'invalid-identity'
  | 'service-kind'
  | 'no-such-port'
  | 'no-proxy'
  | 'no-selector'
  | 'covers-others';

/**
 * An inbound of a proxy.
 * @public
 */
export type PolicyInbound = {
  /** Name of the Dataplane. */
  dataplane: string;
  /** What `sectionName` calls it: its name, or its port where it has none. */
  section: string;
};

/**
 * The policies to write, or why there are none.
 * @public
 */
export type BuiltPermission =
  | {
      ok: true;
      /** One for each name that the inbound has on the service's proxies. */
      permissions: KumaResource[];
      /** All inbounds that they select: those of the service, and no other. */
      inbounds: PolicyInbound[];
      /** Other services behind the same inbounds, which are opened with it. */
      sharedWith: string[];
    }
  | { ok: false; code: PermissionRefusal; reason: string };
