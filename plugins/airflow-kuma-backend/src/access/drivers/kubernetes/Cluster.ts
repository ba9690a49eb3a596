import { InputError } from '@backstage/errors';
import {
  AuthorizationV1Api,
  Configuration,
  createConfiguration,
  CustomObjectsApi,
  KubeConfig,
  PatchStrategy,
  ServerConfiguration,
  setHeaderOptions,
  Watch,
} from '@kubernetes/client-node';
import { codeOf, inWords } from './inWords';
import { ClusterTarget } from './readClusters';
import { MissingRight, PermissionObject } from './types';

const GROUP = 'kuma.io';
const VERSION = 'v1alpha1';
const PLURAL = 'meshtrafficpermissions';
const MANAGER = 'airflow-kuma';
const TIMEOUT_MILLISECONDS = 10_000;

/** What it takes to write, keep and watch permissions. */
export const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

/** MeshTrafficPermissions of one cluster; errors say in words what to do. */
export class Cluster {
  readonly title: string;
  private loaded?: KubeConfig;

  constructor(private readonly target: ClusterTarget) {
    this.title = target.title;
  }

  /**
   * Server-side apply under our own name, never forced: fields that somebody
   * else holds are theirs, and the answer is a conflict.
   */
  apply(
    object: PermissionObject,
    options: { dryRun: boolean },
  ): Promise<PermissionObject> {
    const { namespace, name } = object.metadata;
    return this.ask(kubeConfig =>
      objects(kubeConfig).patchNamespacedCustomObject(
        {
          group: GROUP,
          version: VERSION,
          plural: PLURAL,
          namespace,
          name,
          body: object,
          fieldManager: MANAGER,
          force: false,
          ...(options.dryRun && { dryRun: 'All' }),
        },
        setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
      ),
    );
  }

  async find(
    namespace: string,
    name: string,
  ): Promise<PermissionObject | undefined> {
    return this.ask(async kubeConfig => {
      try {
        return await objects(kubeConfig).getNamespacedCustomObject({
          group: GROUP,
          version: VERSION,
          plural: PLURAL,
          namespace,
          name,
        });
      } catch (error) {
        if (codeOf(error) === 404) return undefined;
        throw error;
      }
    });
  }

  /** Those of a name in all namespaces that carry a label. */
  async named(name: string, label: string): Promise<PermissionObject[]> {
    const list = await this.ask<{ items: PermissionObject[] }>(kubeConfig =>
      objects(kubeConfig).listCustomObjectForAllNamespaces({
        group: GROUP,
        version: VERSION,
        plural: PLURAL,
        labelSelector: label,
        fieldSelector: `metadata.name=${name}`,
      }),
    );
    return list.items;
  }

  /** Only as it was seen: one that was made anew meanwhile is somebody else's. */
  async remove({ metadata }: PermissionObject): Promise<void> {
    await this.ask(async kubeConfig => {
      try {
        await objects(kubeConfig).deleteNamespacedCustomObject({
          group: GROUP,
          version: VERSION,
          plural: PLURAL,
          namespace: metadata.namespace,
          name: metadata.name,
          body: {
            preconditions: {
              uid: metadata.uid,
              resourceVersion: metadata.resourceVersion,
            },
          },
        });
      } catch (error) {
        if (codeOf(error) !== 404) throw error;
      }
    });
  }

  /** Which of {@link VERBS} the account lacks: everywhere, or in these namespaces. */
  async missingRights(namespaces: string[]): Promise<MissingRight[]> {
    const lacking = async (verbs: string[], namespace?: string) => {
      const allowed = await Promise.all(
        verbs.map(verb => this.may(verb, namespace)),
      );
      return verbs.filter((_, index) => !allowed[index]);
    };
    const everywhere = await lacking(VERBS);
    if (everywhere.length === 0) return [];
    if (namespaces.length === 0) return everywhere.map(verb => ({ verb }));
    const missing: MissingRight[] = [];
    for (const namespace of namespaces) {
      for (const verb of await lacking(everywhere, namespace))
        missing.push({ verb, namespace });
    }
    return missing;
  }

  /**
   * Tells of every change of a permission from now on, until it ends: then the
   * reason, in words. A watch that the server ends is begun again by who asks.
   */
  async watch(
    onChange: (object: PermissionObject) => void,
    signal: AbortSignal,
  ): Promise<Error | undefined> {
    const from = await this.ask<{ metadata: { resourceVersion?: string } }>(
      kubeConfig =>
        objects(kubeConfig).listCustomObjectForAllNamespaces({
          group: GROUP,
          version: VERSION,
          plural: PLURAL,
          limit: 1,
        }),
    );
    return new Promise((resolve, reject) => {
      const end = (error?: unknown) =>
        resolve(error ? inWords(error, this.title) : undefined);
      new Watch(this.config())
        .watch(
          `/apis/${GROUP}/${VERSION}/${PLURAL}`,
          {
            allowWatchBookmarks: true,
            resourceVersion: from.metadata.resourceVersion,
          },
          (phase, object: PermissionObject) => {
            // An `ERROR` is the server's: too old a place to begin from.
            if (phase !== 'BOOKMARK' && phase !== 'ERROR') onChange(object);
          },
          error => end(signal.aborted ? undefined : error),
        )
        .then(request => {
          if (signal.aborted) request.abort();
          signal.addEventListener('abort', () => request.abort(), {
            once: true,
          });
        }, reject);
    });
  }

  private async may(verb: string, namespace?: string): Promise<boolean> {
    const review = await this.ask(kubeConfig =>
      clientOf(AuthorizationV1Api, kubeConfig).createSelfSubjectAccessReview({
        body: {
          spec: {
            resourceAttributes: {
              verb,
              group: GROUP,
              resource: PLURAL,
              ...(namespace !== undefined && { namespace }),
            },
          },
        },
      }),
    );
    return review.status?.allowed === true;
  }

  private config(): KubeConfig {
    this.loaded ??= this.target.load();
    return this.loaded;
  }

  /** Credentials that are refused are read anew the next time. */
  private async ask<T>(
    work: (kubeConfig: KubeConfig) => Promise<T>,
  ): Promise<T> {
    const kubeConfig = this.config();
    try {
      return await work(kubeConfig);
    } catch (error) {
      if (codeOf(error) === 401) this.loaded = undefined;
      throw inWords(error, this.title);
    }
  }
}

function objects(kubeConfig: KubeConfig): CustomObjectsApi {
  return clientOf(CustomObjectsApi, kubeConfig);
}

/** As `KubeConfig.makeApiClient`, which would wait for ever. */
function clientOf<T>(
  Api: new (configuration: Configuration) => T,
  kubeConfig: KubeConfig,
): T {
  const cluster = kubeConfig.getCurrentCluster();
  if (!cluster) throw new InputError('The kubeconfig names no cluster');
  return new Api(
    createConfiguration({
      baseServer: new ServerConfiguration(cluster.server, {}),
      authMethods: { default: kubeConfig },
      promiseMiddleware: [
        {
          pre: async context => {
            context.setSignal(AbortSignal.timeout(TIMEOUT_MILLISECONDS));
            return context;
          },
          post: async context => context,
        },
      ],
    }),
  );
}
