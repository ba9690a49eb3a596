import { parseClusterName } from './clusterName';

describe('parseClusterName', () => {
  it.each([
    [
      'default_payments__zone-1_msvc_80',
      {
        kind: 'msvc',
        mesh: 'default',
        zone: 'zone-1',
        name: 'payments',
        port: 80,
      },
    ],
    [
      'default_payments_shop_east_mzsvc_80',
      {
        kind: 'mzsvc',
        mesh: 'default',
        zone: 'east',
        namespace: 'shop',
        name: 'payments',
        port: 80,
      },
    ],
    [
      'kri_msvc_default_zone-1__ledger_5432',
      {
        kind: 'msvc',
        mesh: 'default',
        zone: 'zone-1',
        name: 'ledger',
        port: 5432,
      },
    ],
    [
      'kri_extsvc_default_zone-1__openai_https',
      { kind: 'extsvc', mesh: 'default', zone: 'zone-1', name: 'openai' },
    ],
    [
      'payments_default_svc_80',
      { kind: 'tag', name: 'payments_default_svc_80' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseClusterName(text)).toEqual(expected);
  });

  it.each([
    '',
    'localhost_8001',
    'ads_cluster',
    'kuma_envoy_admin',
    'self_inbound_dp_http',
    'system_dns',
    'kri_mtp_default_zone-1__x_',
  ])('knows that %s is no service', text => {
    expect(parseClusterName(text)).toBeUndefined();
  });
});
