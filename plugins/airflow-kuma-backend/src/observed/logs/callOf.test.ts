import { callOf } from './callOf';

const base = {
  'kuma.mesh': 'default',
  'kuma.workload': 'kri_wl_default_zone-1__payments_',
  caller_san: 'spiffe://default.zone-1.mesh.local/workload/orders',
  direction: 'INBOUND',
};
const call = (more: Record<string, string> = {}) =>
  callOf({ attributes: { ...base, ...more }, at: 0 });

describe('callOf', () => {
  it.each([
    ['via_upstream', 'allowed', ''],
    ['rbac_access_denied_matched_policy[default]', 'denied', ''],
    [
      'rbac_access_denied_matched_policy[kri_mtp_default_zone-1__finance_]',
      'denied',
      'kri_mtp_default_zone-1__finance_',
    ],
    [
      'upstream_reset_before_response_started{connection_failure}',
      'allowed',
      '',
    ],
  ])('reads %s', (response_details, verdict, policy) => {
    expect(call({ response_details })).toMatchObject({
      destination: 'payments',
      verdict,
      policy,
    });
  });

  it('reads a refused TCP connection by how it ended', () => {
    expect(
      call({
        response_details: '-',
        termination_details: 'rbac_access_denied_matched_policy[default]',
      }),
    ).toMatchObject({ verdict: 'denied' });
  });

  it('takes the service where no workload is told', () => {
    expect(
      call({ 'kuma.workload': '', destination_service: 'payments_tag' }),
    ).toMatchObject({ destination: 'payments_tag' });
  });

  it('takes the SPIFFE ID of a certificate with several names', () => {
    expect(
      call({ caller_san: 'kuma://team/x,spiffe://default/orders' }),
    ).toMatchObject({ caller: 'spiffe://default/orders' });
  });

  it.each([
    ["a caller's own log", { direction: 'OUTBOUND' }],
    ['a caller without a certificate', { caller_san: '-' }],
    ['an unknown mesh', { 'kuma.mesh': '' }],
    [
      'an unknown destination',
      { 'kuma.workload': '', destination_service: 'unknown' },
    ],
    ['an absurd name', { caller_san: `spiffe://${'x'.repeat(600)}` }],
  ])('says nothing of %s', (_, more) => {
    expect(call(more)).toBeUndefined();
  });
});
