import {
  AccessRequest,
  AccessTransition,
  availableAccessTransitions,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessAbility } from './permissions/AccessAuthorizer';
import { rolesOf } from './roles';
import { AccessRecord, Caller } from './types';
import { lastUseOf } from './upkeep/lastUseOf';

/** What of Backstage's permissions people need for it; the rest needs none. */
const NEEDED: Partial<Record<AccessTransition, AccessAbility>> = {
  approve: 'decide',
  deny: 'decide',
  review: 'decide',
  revoke: 'revoke',
  extend: 'create',
};

/** A stored request as the API answers it to one caller. */
export function toAccessRequest(
  record: AccessRecord,
  caller: Pick<Caller, 'user' | 'via' | 'ownershipRefs'>,
  administrators: string[],
  abilities: Set<AccessAbility>,
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
    askCallerAgain: _again,
    lastUsed: _used,
    drift,
    unusedSince,
    ...request
  } = record;
  const decided = record.decisions.some(
    decision => decision.by === caller.user,
  );
  const isOffered = (transition: AccessTransition) => {
    if (decided && (transition === 'approve' || transition === 'deny'))
      return false;
    // Whoever calls in a person's name only asks.
    if (caller.via && transition !== 'extend') return false;
    const needed = NEEDED[transition];
    return !needed || abilities.has(needed);
  };
  const lastUsed = lastUseOf(record);
  return {
    ...request,
    // What an ended grant was like is told by how it ended: nothing more is due.
    ...(!finalAccessStates.includes(record.state) && {
      ...(drift && { drift }),
      ...(unusedSince && { unusedSince }),
    }),
    ...(lastUsed && { lastUsed }),
    availableTransitions: availableAccessTransitions(
      {
        state: record.state,
        breakGlass: record.breakGlass,
        reviewed: record.review !== undefined,
        callersEnd: record.callersEnd,
      },
      rolesOf(record, caller, administrators),
    ).filter(isOffered),
  };
}
