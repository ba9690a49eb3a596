import { ProxySeed, ServiceSeed } from '../../kuma/types';

type Pool = {
  name: string;
  domain: string;
  team: string;
  proxies: number;
  /** The only services that its proxies let calls out to. */
  reaches?: string[];
};

/** Worker pools of the Airflow instance `prod-data`; many DAGs share each. */
const workerPools: Pool[] = [
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
    // What it calls, and what all pools may call; anything else is closed at
    // its own end, whatever a permission says.
    reaches: ['customer-profile', 'fraud-detector', 'model-gateway', 'orders'],
  },
];

export const workerServices: ServiceSeed[] = workerPools.map(workerService);

export const workerProxies: ProxySeed[] = workerPools.flatMap(proxiesOf);

function workerService(pool: Pool): ServiceSeed {
  return {
    name: pool.name,
    ports: [{ name: 'http', port: 8793, targetPort: 8793, protocol: 'http' }],
  };
}

function proxiesOf(pool: Pool, index: number): ProxySeed[] {
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
    ...(pool.reaches && {
      reachableBackends: pool.reaches.map(name => ({
        kind: 'MeshService',
        name,
      })),
    }),
  }));
}
