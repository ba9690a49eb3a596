import { MeshSeed } from '../../kuma/types';
import { defaultPermissions } from './permissions';
import { defaultProxies, defaultServices } from './services';
import { workerProxies, workerServices } from './workerPools';

/**
 * Mesh `default` of the demo company: MeshIdentity and the `rules` dialect.
 * Demo data: no such company, team or service exists.
 */
export const defaultMesh: MeshSeed = {
  name: 'default',
  identity: { name: 'identity', lifetimeSeconds: 24 * 3600 },
  services: [...defaultServices, ...workerServices],
  externalServices: [
    {
      name: 'model-provider',
      labels: { 'data-domain': 'ai', env: 'prod', team: 'ai-platform' },
      port: 443,
      protocol: 'http',
      address: 'models.example.com',
      tls: true,
    },
    {
      name: 'market-data',
      labels: { 'data-domain': 'finance', env: 'prod', team: 'finance-data' },
      port: 443,
      protocol: 'http',
      address: 'market-data.example.com',
      tls: true,
    },
    {
      name: 'warehouse',
      labels: { 'data-domain': 'finance', env: 'prod', team: 'platform' },
      port: 5432,
      protocol: 'tcp',
      address: '192.0.2.10',
    },
  ],
  proxies: [...defaultProxies, ...workerProxies],
  permissions: defaultPermissions,
  tls: [
    {
      name: 'newsletter-permissive',
      labels: { app: 'newsletter' },
      mode: 'Permissive',
    },
  ],
};
