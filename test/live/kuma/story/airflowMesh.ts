import { MeshSeed } from '@airflow-kuma/demo-upstreams';
import { InboundSpec, ProxySpec } from '../harness';

const worker = (name: string): ProxySpec => ({
  name,
  labels: { team: 'airflow', 'data-domain': name.replace('airflow-', '') },
  tags: { team: 'airflow' },
  inbounds: [{ name: 'log-server', protocol: 'http' }],
});

/** Two Airflow worker pools, and two services that they may want to call. */
export const airflowMesh = {
  name: 'default',
  certificates: 'mesh-identity' as const,
  proxies: [
    {
      name: 'payments',
      labels: { team: 'team-payments', 'data-domain': 'finance' },
      tags: { team: 'team-payments' },
      inbounds: [
        { name: 'http', protocol: 'http', servicePort: 80 },
        { name: 'db', protocol: 'tcp', servicePort: 5432 },
      ],
    },
    {
      name: 'ledger',
      labels: { team: 'team-ledger', 'data-domain': 'finance' },
      tags: { team: 'team-ledger' },
      inbounds: [{ name: 'http', protocol: 'http', servicePort: 8080 }],
    },
    worker('airflow-orders'),
    worker('airflow-billing'),
  ] satisfies ProxySpec[],
};

/** The same mesh as the stand-in for Kuma wants it. */
export const standInMesh: MeshSeed = {
  name: airflowMesh.name,
  identity: { name: 'identity', lifetimeSeconds: 3_600 },
  services: [],
  externalServices: [],
  permissions: [],
  proxies: [],
};

for (const { name, labels, inbounds } of airflowMesh.proxies as ProxySpec[]) {
  const served = inbounds.filter(inbound => inbound.servicePort);
  const port = (inbound: InboundSpec) => 20_000 + inbounds.indexOf(inbound);
  standInMesh.proxies.push({
    name,
    workload: name,
    labels: { app: name, ...labels },
    address: '127.0.0.2',
    inbounds: inbounds.map(inbound => ({
      name: inbound.name,
      protocol: inbound.protocol,
      port: port(inbound),
    })),
  });
  if (served.length > 0) {
    standInMesh.services.push({
      name,
      labels,
      selector: { app: name },
      ports: served.map(inbound => ({
        name: inbound.name,
        port: inbound.servicePort!,
        targetPort: port(inbound),
        protocol: inbound.protocol,
      })),
    });
  }
}
