import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CallOptions } from './http/types';
import { PermissionKind } from './kuma/types';

/**
 * Which policies should be there, and which of ours should not.
 * @public
 */
export type PermissionIntent = {
  controlPlane: string;
  mesh: string;
  /** Complete policies with our label. */
  put: KumaResource[];
  /** `namespace` on Kubernetes: where it was written. */
  remove: { kind: PermissionKind; name: string; namespace?: string }[];
};

/**
 * What a driver did.
 * @public
 */
export type PermissionOutcome = {
  warnings: string[];
  /** Where to follow it, e.g. a pull request; absent when done at once. */
  reference?: string;
  /** `true` while somebody else (a merge, a deployment) has to act. */
  pending: boolean;
};

/**
 * How permissions reach a mesh. Idempotent: the same call again changes
 * nothing. Touches only policies that carry our label.
 * @public
 */
export interface PermissionDriver {
  /** As in config, e.g. `kuma-api`. */
  readonly name: string;
  /** Whether it can write there, and in words how. */
  describe(
    target: { controlPlane: string; mesh: string },
    options?: CallOptions,
  ): Promise<{ writable: boolean; how: string }>;
  /**
   * Asks the far end what it would say to `intent.put`, without writing: throws
   * why it would refuse. Absent where it cannot be asked.
   */
  tryOut?(intent: PermissionIntent, options?: CallOptions): Promise<void>;
  /** Makes what `intent.put` says so. */
  apply(
    intent: PermissionIntent,
    options?: CallOptions,
  ): Promise<PermissionOutcome>;
  /** Takes away what `intent.remove` names; what is gone is fine. */
  remove(
    intent: PermissionIntent,
    options?: CallOptions,
  ): Promise<PermissionOutcome>;
}

/**
 * Takes further drivers, see `airflowKuma.kuma.controlPlanes.*.driver`.
 * @public
 */
export interface PermissionDriversExtensionPoint {
  addPermissionDriver(driver: PermissionDriver): void;
}

/**
 * Lets a backend module add a {@link PermissionDriver}.
 * @public
 */
export const permissionDriversExtensionPoint =
  createExtensionPoint<PermissionDriversExtensionPoint>({
    id: 'airflow-kuma.permission-drivers',
  });
