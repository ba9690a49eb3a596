import {
  accessAdministerPermission,
  auditReadPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';

/** Entity refs of users and groups, by what only they may do. */
export type Privileged = {
  /** May read the audit trail. */
  trailReaders: string[];
  /** May start and cancel campaigns, and see permissions of no grant. */
  administrators: string[];
};

/**
 * Lets everybody do what their roles let them, and a few what is theirs alone.
 * A real portal has a policy of its own.
 */
export class PortalPolicy implements PermissionPolicy {
  constructor(private readonly privileged: Privileged) {}

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const only = this.only(request);
    if (!only) return { result: AuthorizeResult.ALLOW };
    const refs = user?.info.ownershipEntityRefs ?? [];
    return {
      result: refs.some(ref => only.includes(ref))
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    };
  }

  /** Who alone may do it, if anybody. */
  private only({ permission }: PolicyQuery): string[] | undefined {
    if (isPermission(permission, auditReadPermission))
      return this.privileged.trailReaders;
    if (isPermission(permission, accessAdministerPermission))
      return this.privileged.administrators;
    return undefined;
  }
}
