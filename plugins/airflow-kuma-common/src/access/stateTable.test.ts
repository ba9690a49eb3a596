import {
  accessStateTable,
  accessStates,
  availableAccessTransitions,
  finalAccessStates,
  findAccessTransition,
  grantEnds,
} from './stateTable';
import { AccessRole, AccessState, AccessTransition } from './types';

const roles: AccessRole[] = [
  'requester',
  'approver',
  'owner',
  'administrator',
  'system',
];
const transitions: AccessTransition[] = [
  'approve',
  'deny',
  'withdraw',
  'lapse',
  'start',
  'confirm',
  'revoke',
  'expire',
  'end-unused',
  'end-drift',
  'end-review',
  'supersede',
  'drift',
  'extend',
  'review',
  'ask-caller-again',
  'finish',
];

/** Written apart from the table, as people would tell it; r a o m s = the roles. */
const told: Record<string, string> = {
  'pending approve': 'a',
  'pending deny': 'a',
  'pending withdraw': 'r',
  'pending lapse': 's',
  'scheduled start': 's',
  'scheduled withdraw': 'r',
  'scheduled revoke': 'aom',
  'applying confirm': 's',
  'applying revoke': 'raom',
  'applying expire': 's',
  'applying end-drift': 's',
  'applying review': 'aom',
  'applying ask-caller-again': 'raom',
  'active revoke': 'raom',
  'active expire': 's',
  'active end-unused': 's',
  'active end-drift': 's',
  'active end-review': 's',
  'active supersede': 's',
  'active drift': 's',
  'active extend': 'ro',
  'active review': 'aom',
  'removing finish': 's',
  'removing review': 'aom',
  ...Object.fromEntries(grantEnds.map(end => [`${end} review`, 'aom'])),
};
const letter: Record<AccessRole, string> = {
  requester: 'r',
  approver: 'a',
  owner: 'o',
  administrator: 'm',
  system: 's',
};
const cases = accessStates.flatMap(state =>
  transitions.flatMap(transition =>
    roles.map(role => [state, transition, role] as const),
  ),
);

describe('the state table', () => {
  it.each(cases)('%s: %s by %s', (state, transition, role) => {
    const allowed = (told[`${state} ${transition}`] ?? '').includes(
      letter[role],
    );
    expect(Boolean(findAccessTransition(state, transition, [role]))).toBe(
      allowed,
    );
    expect(
      availableAccessTransitions(
        {
          state,
          breakGlass: true,
          reviewed: false,
          callersEnd: { state: 'refused' },
        },
        [role],
      ).includes(transition),
    ).toBe(allowed);
  });

  it.each(['approve', 'deny', 'review'] as const)(
    'no requester may %s, whatever else they are',
    transition => {
      for (const state of accessStates) {
        expect(findAccessTransition(state, transition, roles)).toBeUndefined();
      }
    },
  );

  it('reaches every state from pending, and leaves no state but final ones', () => {
    const reached = new Set<AccessState>(['pending']);
    for (let size = 0; size !== reached.size; ) {
      size = reached.size;
      for (const row of accessStateTable) {
        if (reached.has(row.from)) row.to.forEach(state => reached.add(state));
      }
    }
    expect([...reached].sort()).toEqual([...accessStates].sort());
    for (const state of accessStates) {
      const leaves = accessStateTable.some(
        row => row.from === state && row.to.some(to => to !== state),
      );
      expect(leaves).toBe(!finalAccessStates.includes(state));
    }
  });

  it('names an end for each way into removing', () => {
    const ends = accessStateTable
      .filter(row => row.to.includes('removing') && row.from !== 'removing')
      .map(row => row.endsAs);
    expect([...new Set(ends)].sort()).toEqual([...grantEnds].sort());
  });

  it('offers the review of a break-glass once', () => {
    const ask = (breakGlass: boolean, reviewed: boolean) =>
      availableAccessTransitions({ state: 'expired', breakGlass, reviewed }, [
        'owner',
      ]);
    expect(ask(true, false)).toEqual(['review']);
    expect(ask(true, true)).toEqual([]);
    expect(ask(false, false)).toEqual([]);
  });

  it('offers to ask the caller again only once that end said no', () => {
    const offered = (state?: 'waiting' | 'refused') =>
      availableAccessTransitions(
        {
          state: 'applying',
          breakGlass: false,
          reviewed: false,
          ...(state && { callersEnd: { state } }),
        },
        ['requester'],
      ).includes('ask-caller-again');
    expect(offered('refused')).toBe(true);
    expect(offered('waiting')).toBe(false);
    expect(offered()).toBe(false);
  });
});
