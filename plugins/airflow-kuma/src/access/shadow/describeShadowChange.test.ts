import { AccessShadowDiff } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { describeShadowChange } from './describeShadowChange';

const recorded: { response: { body: { diff: AccessShadowDiff['changes'] } } } =
  jest.requireActual(
    '../../../../../test/recordings/kuma-2.14.3/get_meshes_default_dataplanes_payments__config_shadow=true_include=diff.json',
  );

describe('describeShadowChange', () => {
  it('reads what a real control plane answered', () => {
    expect(recorded.response.body.diff.map(describeShadowChange)).toEqual([
      undefined,
      {
        what: 'Adds a rule for callers whose identity is exactly spiffe://default.zone-1.mesh.local/workload/airflow-orders',
        where: 'Listener inbound:127.0.1.1:20000',
        policy: 'kri_mtp_default_zone-1__pay-shadow_',
      },
    ]);
  });

  it.each([
    [
      { op: 'remove', path: '/envoy.Listener/a~1b/filterChains/0' },
      { what: 'Removes filterChains / 0', where: 'Listener a/b' },
    ],
    [
      {
        op: 'replace',
        path: '/x.Listener/in/m',
        value: { valueMatch: { prefix: 'spiffe://d/' } },
      },
      {
        what: 'Replaces a rule for callers whose identity begins with spiffe://d/',
        where: 'Listener in',
      },
    ],
    [
      { op: 'move', path: '/x.Cluster/c/y' },
      { what: 'move y', where: 'Cluster c' },
    ],
  ])('says %j in words', (change, expected) => {
    expect(describeShadowChange(change)).toMatchObject(expected);
  });
});
