import { ProxySpec } from './harness';

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
