import { ApprovalSet } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { NameOf } from '../people/PeopleReader';
import { belongsToAny } from '../people/sourceOwners';
import { Caller } from '../types';
import { Assessment } from './assess';

/** Approvals of owners whose DAGs somebody else asks for, where config wants them. */
export function callerApprovals(
  { config }: AccessContext,
  assessment: Assessment,
  nameOf: NameOf,
): ApprovalSet[] {
  const { resolution, warnings } = assessment;
  const foreign = ownersNotAsking(assessment);
  if (foreign.length === 0) return [];
  const whose = `${resolution.sourceName} belongs to ${foreign
    .map(nameOf)
    .join(', ')}`;
  if (config.requestForOthers === 'approval') {
    warnings.push(`${whose}, who have to approve as well.`);
    return foreign.map(ref => ({
      title: `owner of ${resolution.sourceName}`,
      approvers: [ref],
      needed: 1,
      approvedBy: [],
    }));
  }
  warnings.push(
    config.requestForOthers === 'told'
      ? `${whose}, who are told that it is asked for.`
      : `${whose}.`,
  );
  return [];
}

/** An emergency is for who runs the DAG, or is on call. */
export async function assessBreaker(
  { config, people }: AccessContext,
  assessment: Assessment,
  caller: Caller,
  requester: string,
): Promise<void> {
  const foreign = ownersNotAsking(assessment);
  if (foreign.length === 0) return;
  const { onCallGroup } = config.breakGlass;
  if (
    onCallGroup &&
    (await belongsToAny(people, [onCallGroup], requester, caller))
  ) {
    return;
  }
  const nameOf = await people.namesOf([
    ...foreign,
    ...(onCallGroup ? [onCallGroup] : []),
  ]);
  assessment.problems.push({
    field: 'breakGlass',
    message: `Only ${foreign.map(nameOf).join(', ')}${
      onCallGroup ? ` or ${nameOf(onCallGroup)}` : ''
    } may break the glass for it; request the access instead`,
  });
}

function ownersNotAsking({ sourceOwners }: Assessment): string[] {
  return sourceOwners.filter(({ asks }) => !asks).map(({ ref }) => ref);
}
