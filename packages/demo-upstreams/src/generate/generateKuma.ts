import {
  MeshSeed,
  PermissionSeed,
  ProxySeed,
  ServiceSeed,
} from '../kuma/types';
import {
  generatedDomains,
  generatedPool,
  generatedService,
  generatedTeams,
} from './names';
import { createRandom, Random } from './random';

/**
 * What to generate.
 * @public
 */
export type GenerateKumaOptions = {
  services: number;
  /** Proxies behind services; each pool of workers has two more. */
  proxies: number;
  permissions: number;
  seed: number;
  /** Default `default`. */
  mesh?: string;
};

const protocols = ['http', 'http', 'http', 'grpc', 'tcp'] as const;

/**
 * A mesh of many classes: one or two ports, named and nameless inbounds,
 * proxies online, offline, with an expired certificate or refusing updates,
 * and permissions by exact ID, prefix, domain label, port, deny and shadow.
 * @public
 */
export function generateKuma(options: GenerateKumaOptions): MeshSeed {
  const random = createRandom(options.seed);
  const mesh = options.mesh ?? 'default';
  const services = Array.from({ length: options.services }, (_, index) =>
    serviceOf(random, index),
  );
  return {
    name: mesh,
    identity: { name: 'identity', lifetimeSeconds: 24 * 3600 },
    services: services.map(({ service }) => service),
    externalServices: Array.from(
      { length: Math.ceil(options.services / 50) },
      (_, index) => ({
        name: `external-${index}`,
        labels: { 'data-domain': random.pick(generatedDomains) },
        port: 443,
        protocol: 'http' as const,
        address: `external-${index}.example.com`,
        tls: true,
      }),
    ),
    proxies: [
      ...Array.from({ length: options.proxies }, (_, index) =>
        proxyOf(random, services[index % services.length], index),
      ),
      ...generatedDomains.flatMap((domain, index) => workersOf(domain, index)),
    ],
    permissions: Array.from({ length: options.permissions }, (_, index) =>
      permissionOf(random, { mesh, index, services: options.services }),
    ),
  };
}

type Generated = { service: ServiceSeed; inboundNames: boolean };

function serviceOf(random: Random, index: number): Generated {
  const name = generatedService(index);
  const protocol = random.pick(protocols);
  const hasSecond = random.chance(0.15);
  return {
    inboundNames: random.chance(0.9),
    service: {
      name,
      labels: {
        'data-domain': random.pick(generatedDomains),
        env: random.pick(['prod', 'prod', 'staging']),
        team: random.pick(generatedTeams),
      },
      selector: { app: name },
      ports: [
        {
          name: random.chance(0.9) ? 'main' : undefined,
          port: protocol === 'tcp' ? 5432 : 80,
          targetPort: 20000,
          protocol,
        },
        ...(hasSecond
          ? [
              {
                name: 'admin',
                port: 8081,
                targetPort: 20001,
                protocol: 'http' as const,
              },
            ]
          : []),
      ],
    },
  };
}

function proxyOf(
  random: Random,
  { service, inboundNames }: Generated,
  index: number,
): ProxySeed {
  const fate = random.next();
  return {
    name: `${service.name}-${index}`,
    workload: service.name,
    address: address(index),
    labels: { ...service.labels, ...service.selector },
    inbounds: service.ports.map((port, at) => ({
      name: inboundNames ? port.name : undefined,
      port: port.targetPort,
      protocol: port.protocol,
      service: at === 0 ? service.name : `${service.name}-${at}`,
    })),
    ...(fate < 0.02 && { offlineMinutes: 30 + random.below(3_000) }),
    ...(fate >= 0.02 && fate < 0.03 && { certificateExpiredMinutes: 20 }),
    ...(fate >= 0.03 && fate < 0.035 && { rejects: true }),
  };
}

function workersOf(domain: string, index: number): ProxySeed[] {
  const pool = generatedPool(domain);
  return [1, 2].map(number => ({
    name: `${pool}-worker-${number}`,
    workload: pool,
    address: `127.3.${index}.${number}`,
    labels: { app: pool, 'data-domain': domain },
    inbounds: [{ name: 'http', port: 8793, protocol: 'http' as const }],
  }));
}

function permissionOf(
  random: Random,
  given: { mesh: string; index: number; services: number },
): PermissionSeed {
  const app = generatedService(random.below(given.services));
  const domain = random.pick(generatedDomains);
  const id = (pool: string) =>
    `spiffe://${given.mesh}.zone-1.mesh.local/workload/${pool}`;
  const exact = (pool: string) => ({
    spiffeID: { type: 'Exact', value: id(pool) },
  });
  const target = { kind: 'Dataplane', labels: { app } };
  const name = `generated-${given.index}`;
  const pool = generatedPool(domain);
  const allow = (targetRef: unknown) => ({
    targetRef,
    rules: [{ default: { allow: [exact(pool)] } }],
  });
  const kind = random.next();
  if (kind < 0.6) return { name, spec: allow(target) };
  if (kind < 0.7) {
    return { name, spec: allow({ ...target, sectionName: 'main' }) };
  }
  if (kind < 0.8) {
    return {
      name,
      spec: allow({ kind: 'Dataplane', labels: { 'data-domain': domain } }),
    };
  }
  if (kind < 0.9) {
    return {
      name,
      spec: {
        targetRef: target,
        rules: [
          {
            default: {
              deny: [exact(generatedPool(random.pick(generatedDomains)))],
              allow: [{ spiffeID: { type: 'Prefix', value: id('airflow') } }],
            },
          },
        ],
      },
    };
  }
  return {
    name,
    labels: { 'kuma.io/effect': 'shadow' },
    spec: allow(target),
  };
}

function address(index: number): string {
  return `10.${(index >> 16) & 0xff}.${(index >> 8) & 0xff}.${index & 0xff}`;
}
