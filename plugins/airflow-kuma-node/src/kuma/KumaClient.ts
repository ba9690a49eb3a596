import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CallOptions, Listing } from '../http/types';
import {
  ConfigChange,
  ControlPlaneConfig,
  ControlPlaneFacts,
  KumaKind,
  PermissionKind,
  ProxyOutbound,
  RawProxy,
  RawZone,
  SeenListing,
  WriteOutcome,
} from './types';

/**
 * Reads one Kuma control plane, and writes the permissions that are ours.
 * @public
 */
export interface KumaClient {
  /** Key in config. */
  readonly name: string;

  /**
   * Milliseconds that its clock is ahead of ours (negative: behind), by its
   * last answer; `undefined` before the first one.
   */
  clockSkew?(): number | undefined;

  /**
   * Asks the control plane what it is; call it at the start of every sync, so
   * that an upgrade is seen. `withoutConfig`: the config is not asked, for
   * those who ask it themselves.
   */
  facts(
    options?: CallOptions & { withoutConfig?: boolean },
  ): Promise<ControlPlaneFacts>;

  /** What its config says, which not every account may read. */
  config(options?: CallOptions): Promise<ControlPlaneConfig>;

  /**
   * All resources of a kind, of one mesh or of all at once, which newer
   * versions do not tell (`not-found`). Empty where this version has no such
   * kind. MeshTrusts come without their certificates.
   */
  list(
    kind: KumaKind,
    options?: CallOptions & { mesh?: string },
  ): Promise<Listing<KumaResource>>;
  listProxies(
    options?: CallOptions & { mesh?: string },
  ): Promise<SeenListing<RawProxy>>;
  listZones(options?: CallOptions): Promise<SeenListing<RawZone>>;

  /** `undefined` where there is none of that name. */
  getPermission(
    permission: { kind: PermissionKind; mesh: string; name: string },
    options?: CallOptions,
  ): Promise<KumaResource | undefined>;
  /**
   * Creates or replaces a permission that carries our label. Refused where a
   * policy of that name exists without it.
   */
  putPermission(
    permission: KumaResource,
    options?: CallOptions,
  ): Promise<WriteOutcome>;
  /** Deletes a permission that carries our label; one that is gone is fine. */
  deletePermission(
    permission: { kind: PermissionKind; mesh: string; name: string },
    options?: CallOptions,
  ): Promise<WriteOutcome>;

  /**
   * What would change in a proxy's configuration if policies with the label
   * `kuma.io/effect: shadow` were real. Only a zone's own control plane tells.
   */
  shadowDiff(
    proxy: { mesh: string; dataplane: string },
    options?: CallOptions,
  ): Promise<ConfigChange[]>;

  /**
   * The outbounds of a proxy in the control plane's own words (`_layout`);
   * `undefined` where it does not tell: in meshes whose MeshServices are not
   * Exclusive (400), and in versions without it (404).
   */
  outbounds(
    proxy: { mesh: string; dataplane: string },
    options?: CallOptions,
  ): Promise<ProxyOutbound[] | undefined>;
}
