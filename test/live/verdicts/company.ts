import { ProxySpec } from '../kuma/harness';

const caller = (
  name: string,
  team: string,
  env: string,
  inbounds = ['main'],
): ProxySpec => ({
  name,
  labels: { team, env },
  tags: { team, env },
  inbounds: inbounds.map(inbound => ({ name: inbound, protocol: 'http' })),
});

const callee = (
  name: string,
  team: string,
  env: string,
  inbounds: ProxySpec['inbounds'],
): ProxySpec => ({
  name,
  labels: { team, env },
  tags: { team, env },
  // The sentinel is called by nobody: it shows what the proxy holds, see settle.
  inbounds: [...inbounds, { name: 'sentinel', protocol: 'http' }],
});

/**
 * The workloads between which random policies are measured. Names that begin
 * with each other meet rules by prefix; `multi` has two services, so its
 * certificate from a Mesh's CA has two names.
 */
export const company: ProxySpec[] = [
  callee('payments', 'pay', 'prod', [
    { name: 'http', protocol: 'http', servicePort: 80 },
    { name: 'db', protocol: 'tcp', servicePort: 90 },
  ]),
  callee('ledger', 'risk', 'dev', [
    { name: 'http', protocol: 'http', servicePort: 80 },
  ]),
  caller('orders', 'shop', 'prod'),
  caller('orders-etl', 'shop', 'dev'),
  caller('data', 'data', 'prod'),
  caller('data-science', 'data', 'dev'),
  caller('multi', 'risk', 'prod', ['main', 'extra']),
];
