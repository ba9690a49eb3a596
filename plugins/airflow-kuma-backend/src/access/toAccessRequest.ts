import {
  AccessRequest,
  availableAccessTransitions,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { rolesOf } from './roles';
import { AccessRecord, Caller } from './types';

/** A stored request as the API answers it to one caller. */
export function toAccessRequest(
  record: AccessRecord,
  caller: Pick<Caller, 'user' | 'ownershipRefs'>,
  administrators: string[],
): AccessRequest {
  const {
    version: _version,
    resolved: _resolved,
    plan: _plan,
    domains: _domains,
    confirmedImpact: _impact,
    allowedBefore: _allowed,
    reminded: _reminded,
    openKey: _key,
    acknowledgedBefore: _before,
    takenAwayAt: _taken,
    ...request
  } = record;
  const decided = record.decisions.some(
    decision => decision.by === caller.user,
  );
  return {
    ...request,
    availableTransitions: availableAccessTransitions(
      {
        state: record.state,
        breakGlass: record.breakGlass,
        reviewed: record.review !== undefined,
      },
      rolesOf(record, caller, administrators),
    ).filter(
      transition =>
        !(decided && (transition === 'approve' || transition === 'deny')),
    ),
  };
}
