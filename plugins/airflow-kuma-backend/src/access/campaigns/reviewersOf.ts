import { AccessRecord } from '../types';

/** Whom a grant is reviewed by: owners of its services, and whose approval it needed; nobody looks at their own. */
export function reviewersOf(
  record: Pick<
    AccessRecord,
    'approvals' | 'onBehalfOf' | 'requester' | 'resolved'
  >,
): string[] {
  const own = [record.requester, ...record.onBehalfOf];
  const refs = [
    ...record.resolved.targets.map(target => target.owner),
    ...record.approvals.flatMap(set => set.approvers),
  ];
  return [...new Set(refs)].filter(ref => !own.includes(ref)).sort();
}
