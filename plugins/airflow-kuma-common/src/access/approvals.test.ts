import {
  countApproval,
  hasDecided,
  isApproved,
  missingApprovals,
} from './approvals';
import { ApprovalSet } from './types';

const sets: ApprovalSet[] = [
  {
    title: 'owner of payments',
    approvers: ['group:default/pay'],
    needed: 2,
    approvedBy: [],
  },
  {
    title: 'security',
    approvers: ['user:default/eve', 'group:default/sec'],
    needed: 1,
    approvedBy: [],
  },
];
const ann = {
  ref: 'user:default/ann',
  ownershipRefs: ['user:default/ann', 'group:default/pay'],
};
const eve = { ref: 'user:default/eve', ownershipRefs: ['group:default/pay'] };

describe('approvals', () => {
  it('needs all sets, each with its count of different people', () => {
    let now = countApproval(sets, ann);
    now = countApproval(now, ann);
    expect(now[0].approvedBy).toEqual(['user:default/ann']);
    expect(isApproved(now)).toBe(false);
    expect(missingApprovals(now)).toBe(
      'Waiting for 1 of owner of payments and 1 of security.',
    );
    now = countApproval(now, eve);
    expect(isApproved(now)).toBe(true);
    expect(missingApprovals(now)).toBeUndefined();
  });

  it('leaves the given sets as they are', () => {
    countApproval(sets, ann);
    expect(sets[0].approvedBy).toEqual([]);
  });

  it('knows who has decided', () => {
    const decision = {
      by: 'user:default/ann',
      at: '',
      decision: 'deny',
      rationale: '',
    } as const;
    expect(hasDecided([decision], 'user:default/ann')).toBe(true);
    expect(hasDecided([decision], 'user:default/eve')).toBe(false);
  });
});
