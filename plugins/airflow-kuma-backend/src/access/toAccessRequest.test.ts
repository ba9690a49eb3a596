import { AccessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { toAccessRequest } from './toAccessRequest';
import { AccessRecord } from './types';

const record = (state: AccessState) =>
  ({
    state,
    requester: 'user:default/ann',
    onBehalfOf: [],
    approvals: [],
    decisions: [],
    resolved: { targets: [] },
    unusedSince: '2026-11-23T00:00:00Z',
    drift: { what: 'deleted' },
  } as unknown as AccessRecord);

const seen = (state: AccessState) =>
  toAccessRequest(
    record(state),
    { user: 'user:default/eve', ownershipRefs: [] },
    [],
    new Set(),
  );

describe('toAccessRequest', () => {
  it('tells of drift and of what is not used while something can be done', () => {
    expect(seen('active')).toMatchObject({
      unusedSince: '2026-11-23T00:00:00Z',
      drift: { what: 'deleted' },
    });
  });

  it.each<AccessState>(['ended-unused', 'ended-drift', 'expired', 'revoked'])(
    'does not, once the grant is %s',
    state => {
      expect(seen(state)).not.toHaveProperty('unusedSince');
      expect(seen(state)).not.toHaveProperty('drift');
    },
  );
});
