import { CallersEnd, callersEndCanRetry } from './callersEnd';
import { AccessRole, AccessState, AccessTransition, GrantEnd } from './types';

/**
 * One line of the state table: who may do what in which state, and where it
 * can lead.
 * @public
 */
export type StateTableRow = {
  from: AccessState;
  transition: AccessTransition;
  /** Several where the outcome depends on a count or a start time. */
  to: AccessState[];
  roles: AccessRole[];
  /** A requester who also holds one of `roles` is still refused. */
  notRequester?: boolean;
  /** A reason in words has to be given. */
  rationale?: boolean;
  /** The state that the grant ends in once its permission is gone. */
  endsAs?: GrantEnd;
};

/** How grants end, see `GrantEnd`. @public */
export const grantEnds: GrantEnd[] = [
  'expired',
  'revoked',
  'superseded',
  'ended-unused',
  'ended-drift',
  'ended-review',
];

const ENDERS: AccessRole[] = [
  'requester',
  'approver',
  'owner',
  'administrator',
];
const SYSTEM: AccessRole[] = ['system'];

/**
 * The life of a request and of the grant that it becomes. Backend, pages and
 * docs read this table; there is no other place that decides.
 * @public
 */
export const accessStateTable: StateTableRow[] = [
  // Administrators are no approvers: who administers must not grant.
  {
    from: 'pending',
    transition: 'approve',
    to: ['pending', 'scheduled', 'applying'],
    roles: ['approver'],
    notRequester: true,
    rationale: true,
  },
  {
    from: 'pending',
    transition: 'deny',
    to: ['denied'],
    roles: ['approver'],
    notRequester: true,
    rationale: true,
  },
  {
    from: 'pending',
    transition: 'withdraw',
    to: ['withdrawn'],
    roles: ['requester'],
  },
  { from: 'pending', transition: 'lapse', to: ['lapsed'], roles: SYSTEM },

  { from: 'scheduled', transition: 'start', to: ['applying'], roles: SYSTEM },
  {
    from: 'scheduled',
    transition: 'withdraw',
    to: ['withdrawn'],
    roles: ['requester'],
  },
  {
    from: 'scheduled',
    transition: 'revoke',
    to: ['revoked'],
    roles: ['approver', 'owner', 'administrator'],
    rationale: true,
  },

  // Said no at the caller's end: who the access is of, or for, asks once more.
  {
    from: 'applying',
    transition: 'ask-caller-again',
    to: ['applying'],
    roles: ENDERS,
  },
  { from: 'applying', transition: 'confirm', to: ['active'], roles: SYSTEM },
  {
    from: 'applying',
    transition: 'revoke',
    to: ['removing'],
    endsAs: 'revoked',
    roles: ENDERS,
    rationale: true,
  },
  {
    from: 'applying',
    transition: 'expire',
    to: ['removing'],
    endsAs: 'expired',
    roles: SYSTEM,
  },
  {
    from: 'applying',
    transition: 'end-drift',
    to: ['removing'],
    endsAs: 'ended-drift',
    roles: SYSTEM,
  },
  {
    from: 'applying',
    transition: 'review',
    to: ['applying'],
    roles: ['approver', 'owner', 'administrator'],
    notRequester: true,
    rationale: true,
  },

  {
    from: 'active',
    transition: 'revoke',
    to: ['removing'],
    endsAs: 'revoked',
    roles: ENDERS,
    rationale: true,
  },
  {
    from: 'active',
    transition: 'expire',
    to: ['removing'],
    endsAs: 'expired',
    roles: SYSTEM,
  },
  {
    from: 'active',
    transition: 'end-unused',
    to: ['removing'],
    endsAs: 'ended-unused',
    roles: SYSTEM,
  },
  {
    from: 'active',
    transition: 'end-drift',
    to: ['removing'],
    endsAs: 'ended-drift',
    roles: SYSTEM,
  },
  {
    from: 'active',
    transition: 'end-review',
    to: ['removing'],
    endsAs: 'ended-review',
    roles: SYSTEM,
  },
  {
    from: 'active',
    transition: 'supersede',
    to: ['removing'],
    endsAs: 'superseded',
    roles: SYSTEM,
  },
  { from: 'active', transition: 'drift', to: ['applying'], roles: SYSTEM },
  {
    from: 'active',
    transition: 'extend',
    to: ['active'],
    roles: ['requester', 'owner'],
  },
  {
    from: 'active',
    transition: 'review',
    to: ['active'],
    roles: ['approver', 'owner', 'administrator'],
    notRequester: true,
    rationale: true,
  },

  { from: 'removing', transition: 'finish', to: grantEnds, roles: SYSTEM },
  {
    from: 'removing',
    transition: 'review',
    to: ['removing'],
    roles: ['approver', 'owner', 'administrator'],
    notRequester: true,
    rationale: true,
  },
  ...grantEnds.map(
    (end): StateTableRow => ({
      from: end,
      transition: 'review',
      to: [end],
      roles: ['approver', 'owner', 'administrator'],
      notRequester: true,
      rationale: true,
    }),
  ),
];

/** All states, in the order of a life. @public */
export const accessStates: AccessState[] = [
  'pending',
  'denied',
  'withdrawn',
  'lapsed',
  'scheduled',
  'applying',
  'active',
  'removing',
  ...grantEnds,
];

/** Granted: a permission is, will be or was just now in the mesh. @public */
export const liveAccessStates: AccessState[] = [
  'applying',
  'active',
  'removing',
];

/** Nothing more happens by itself. @public */
export const finalAccessStates: AccessState[] = [
  'denied',
  'withdrawn',
  'lapsed',
  ...grantEnds,
];

/** The row that lets somebody with these roles do it, if any. @public */
export function findAccessTransition(
  from: AccessState,
  transition: AccessTransition,
  roles: AccessRole[],
): StateTableRow | undefined {
  return accessStateTable.find(
    row =>
      row.from === from &&
      row.transition === transition &&
      row.roles.some(role => roles.includes(role)) &&
      !(row.notRequester && roles.includes('requester')),
  );
}

/** What somebody with these roles may do now. @public */
export function availableAccessTransitions(
  request: {
    state: AccessState;
    breakGlass: boolean;
    reviewed: boolean;
    callersEnd?: Pick<CallersEnd, 'state'>;
  },
  roles: AccessRole[],
): AccessTransition[] {
  return accessStateTable
    .filter(row => row.from === request.state)
    .filter(row => findAccessTransition(row.from, row.transition, roles))
    .map(row => row.transition)
    .filter(
      transition =>
        transition !== 'review' || (request.breakGlass && !request.reviewed),
    )
    .filter(
      transition =>
        transition !== 'ask-caller-again' ||
        callersEndCanRetry(request.callersEnd),
    );
}
