import {
  namespaceOf,
  systemNamespaceOf,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  createKumaClient,
  KumaClient,
  PermissionDriver,
  readKumaSources,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ScmIntegrations } from '@backstage/integration';
import { readOrDefault } from '../../readOrDefault';
import { RoomContext } from '../../RoomContext';
import { DriverRegistry } from './DriverRegistry';
import { GitDriver, readGitTargets } from './git';
import { KumaApiDriver } from './KumaApiDriver';
import {
  Cluster,
  KubernetesDriver,
  readClusters,
  watchClusters,
} from './kubernetes';

const CONTROL_PLANES = 'airflowKuma.kuma.controlPlanes';

type Rooms = Pick<
  RoomContext,
  'config' | 'inventory' | 'lifecycle' | 'logger' | 'urgency'
>;

/** The drivers that config chooses, with those that modules add. */
export function createDrivers(
  rooms: Rooms,
  extra: PermissionDriver[],
  clients: Map<string, KumaClient>,
): DriverRegistry {
  const registry = new DriverRegistry(readChosen(rooms, clients));
  registry.add(new KumaApiDriver(clients));
  registry.add(createGitDriver(rooms, clients));
  registry.add(createKubernetesDriver(rooms));
  for (const driver of extra) registry.add(driver);
  return registry;
}

/** The name of the driver of each control plane; a client for each comes along. */
function readChosen(
  { config, logger }: Rooms,
  clients: Map<string, KumaClient>,
): Record<string, string> {
  const chosen: Record<string, string> = {};
  for (const source of readKumaSources(config)) {
    // What is wrong with it, sync says; nothing is written there.
    if (!source.ok) {
      chosen[source.name] = 'none';
      continue;
    }
    clients.set(source.name, createKumaClient(source.config));
    const key = `${CONTROL_PLANES}.${source.name}.driver`;
    chosen[source.name] = readOrDefault(
      key,
      'none',
      () => config.getOptionalString(key) ?? 'kuma-api',
      message => logger.error(message),
    );
  }
  return chosen;
}

function createGitDriver(
  { config, logger }: Rooms,
  clients: Map<string, KumaClient>,
): GitDriver {
  const { targets, errors } = readGitTargets(config);
  for (const error of errors) logger.error(error);
  return new GitDriver({
    targets,
    integrations: ScmIntegrations.fromConfig(config),
    formatOf: async controlPlane => {
      const facts = await clients.get(controlPlane)?.facts();
      return facts?.deployment?.environment === 'universal'
        ? 'universal'
        : 'kubernetes';
    },
  });
}

function createKubernetesDriver({
  config,
  inventory,
  lifecycle,
  logger,
  urgency,
}: Rooms): KubernetesDriver {
  const { targets, problems } = readClusters(config);
  for (const problem of problems.values()) logger.error(problem);
  const clusters = new Map(
    [...targets].map(([name, target]) => [name, new Cluster(target)]),
  );
  const stop = new AbortController();
  lifecycle.addShutdownHook(() => stop.abort());
  watchClusters({
    clusters,
    logger,
    signal: stop.signal,
    onChange: name => urgency.refresh({ kind: 'kuma', name }),
  });
  return new KubernetesDriver({
    clusters,
    problems,
    scopeOf: async ({ controlPlane, mesh }) => {
      const snapshot = await inventory.meshSnapshot({ controlPlane, mesh });
      if (!snapshot) return { namespaces: [], systemNamespace: 'kuma-system' };
      const namespaces = snapshot.dataplanes.flatMap(
        proxy => namespaceOf(proxy) ?? [],
      );
      return {
        namespaces: [...new Set(namespaces)].sort(),
        systemNamespace: systemNamespaceOf(snapshot),
        ...(snapshot.deployment?.mode === 'global' && { isGlobal: true }),
      };
    },
  });
}
