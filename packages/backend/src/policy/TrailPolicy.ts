import { auditReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
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

/**
 * Lets everybody do what their roles let them, and only the readers of the
 * audit trail read it. A real portal has a policy of its own.
 */
export class TrailPolicy implements PermissionPolicy {
  /** Entity refs of users and groups that may read the trail. */
  constructor(private readonly readers: string[]) {}

  async handle(
    request: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!isPermission(request.permission, auditReadPermission))
      return { result: AuthorizeResult.ALLOW };
    const refs = user?.info.ownershipEntityRefs ?? [];
    return {
      result: refs.some(ref => this.readers.includes(ref))
        ? AuthorizeResult.ALLOW
        : AuthorizeResult.DENY,
    };
  }
}
