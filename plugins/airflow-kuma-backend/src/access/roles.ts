import { AccessRole } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessRecord, Caller } from './types';

/**
 * Who the caller is towards a request. Services get no role at all: they can
 * neither decide nor end anything, whatever token they hold.
 */
export function rolesOf(
  record: Pick<
    AccessRecord,
    'requester' | 'onBehalfOf' | 'approvals' | 'resolved'
  >,
  caller: Pick<Caller, 'user' | 'ownershipRefs'>,
  administrators: string[],
): AccessRole[] {
  if (!caller.user) return [];
  const refs = new Set([caller.user, ...caller.ownershipRefs]);
  const roles: AccessRole[] = [];
  // A service may ask for its owners: every one of them counts as requester.
  if (
    record.requester === caller.user ||
    record.onBehalfOf.some(ref => refs.has(ref))
  ) {
    roles.push('requester');
  }
  if (record.approvals.some(set => set.approvers.some(ref => refs.has(ref)))) {
    roles.push('approver');
  }
  if (record.resolved.targets.some(target => refs.has(target.owner))) {
    roles.push('owner');
  }
  if (administrators.some(ref => refs.has(ref))) roles.push('administrator');
  return roles;
}
