import { ProxySeed, ServiceSeed } from '../../kuma/types';

/** Worker pools of the Airflow instance `prod-data`; many DAGs share each. */
const workerPools = [
  {
    name: 'airflow-finance',
    domain: 'finance',
    team: 'finance-data',
    proxies: 2,
  },
  {
    name: 'airflow-customer',
    domain: 'customer',
    team: 'customer-data',
    proxies: 2,
  },
  { name: 'airflow-ai', domain: 'ai', team: 'ai-platform', proxies: 2 },
  {
    name: 'airflow-fraud',
    domain: 'finance',
    team: 'finance-data',
    proxies: 1,
  },
];

export const workerServices: ServiceSeed[] = workerPools.map(workerService);

export const workerProxies: ProxySeed[] = workerPools.flatMap(proxiesOf);

function workerService(pool: (typeof workerPools)[number]): ServiceSeed {
  return {
    name: pool.name,
    ports: [{ name: 'http', port: 8793, targetPort: 8793, protocol: 'http' }],
  };
}

function proxiesOf(
  pool: (typeof workerPools)[number],
  index: number,
): ProxySeed[] {
  return Array.from({ length: pool.proxies }, (_, number) => ({
    name: `${pool.name}-worker-${number + 1}`,
    workload: pool.name,
    address: `127.1.${100 + index}.${number + 1}`,
    labels: {
      app: pool.name,
      'data-domain': pool.domain,
      env: 'prod',
      team: pool.team,
    },
    inbounds: [{ name: 'http', port: 8793, protocol: 'http' as const }],
  }));
}
