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
 * certificate from a Mesh's CA has two names. The inbounds of `payments` have
 * different tags: what selects by tags selects one of them.
 */
export const company: ProxySpec[] = [
  callee('payments', 'pay', 'prod', [
    { name: 'http', protocol: 'http', servicePort: 80 },
    {
      name: 'db',
      protocol: 'tcp',
      servicePort: 90,
      tags: { team: 'risk', env: 'dev' },
    },
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

/**
 * The same, with `payments` behind a MeshService that selects by the tags of
 * its `http` inbound and leads to `db` as well: Kuma takes the whole proxy
 * where one inbound has the tags (`meshservice/match.go`, `Dataplane.Matches`),
 * and only the port of the service says which inbound is meant. So a call to
 * `db` arrives, or the mesh never gets ready. Kuma 3.0 has labels only.
 */
export const companyByTags: ProxySpec[] = company.map(spec =>
  spec.name === 'payments' ? { ...spec, selectedBy: 'tags' } : spec,
);
