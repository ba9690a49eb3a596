import { readFileSync } from 'node:fs';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { KubeConfig } from '@kubernetes/client-node';
import { readTargets } from '../readTargets';

const LOCATORS = 'kubernetes.clusterLocatorMethods';
const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Where the cluster of a control plane is, and how to sign in there. */
export type ClusterTarget = {
  /** As people know it, e.g. `production`. */
  title: string;
  /** Reads credentials anew, so that those that changed are found. */
  load(): KubeConfig;
};

/** Reads `kubernetes` of every control plane whose driver it is; a problem names the key. */
export function readClusters(config: Config): {
  targets: Map<string, ClusterTarget>;
  problems: Map<string, string>;
} {
  return readTargets(config, 'kubernetes', source => {
    try {
      return readTarget(config, source);
    } catch (error) {
      throw new InputError(`kubernetes: ${(error as Error).message}`);
    }
  });
}

function readTarget(root: Config, source: Config): ClusterTarget {
  const cluster = source.getOptionalString('kubernetes.cluster');
  const file = source.getOptionalString('kubernetes.kubeconfig');
  const context = source.getOptionalString('kubernetes.context');
  if (cluster !== undefined && file !== undefined) {
    throw new InputError('give either cluster or kubeconfig, not both');
  }
  if (context !== undefined && file === undefined) {
    throw new InputError('context is one of a kubeconfig, and none is given');
  }
  if (cluster !== undefined) return ofBackstage(root, cluster);
  if (file !== undefined) return ofFile(file, context);
  return {
    title: 'the cluster that this portal runs in',
    load: () => loaded(kubeConfig => kubeConfig.loadFromCluster()),
  };
}

function ofFile(file: string, context: string | undefined): ClusterTarget {
  return {
    title: context ?? 'the cluster of the kubeconfig',
    load: () =>
      loaded(kubeConfig => {
        kubeConfig.loadFromFile(file);
        if (context === undefined) return;
        if (!kubeConfig.getContextObject(context)) {
          throw new InputError(`the kubeconfig has no context "${context}"`);
        }
        kubeConfig.setCurrentContext(context);
      }),
  };
}

/** A cluster as Backstage's own Kubernetes plugin is told of it. */
function ofBackstage(root: Config, name: string): ClusterTarget {
  const found = (root.getOptionalConfigArray(LOCATORS) ?? []).flatMap(
    locator => {
      const type = locator.getString('type');
      if (type === 'localKubectlProxy' && name === 'local') {
        return [
          () =>
            server({
              name,
              url: 'http://localhost:8001',
              skipTLSVerify: true,
            }),
        ];
      }
      if (type !== 'config') return [];
      return (locator.getOptionalConfigArray('clusters') ?? [])
        .filter(each => each.getString('name') === name)
        .map(each => configured(each));
    },
  );
  if (found.length === 0) {
    throw new InputError(`${LOCATORS} lists no cluster "${name}"`);
  }
  if (found.length > 1) {
    throw new InputError(
      `${LOCATORS} lists ${found.length} clusters "${name}": name each once`,
    );
  }
  return { title: name, load: found[0] };
}

function configured(cluster: Config): () => KubeConfig {
  const provider =
    cluster.getOptionalString('authProvider') ??
    cluster.getOptionalString('authMetadata.kubernetes.io/auth-provider');
  if (provider !== 'serviceAccount' && provider !== 'localKubectlProxy') {
    throw new InputError(
      `cluster "${cluster.getString(
        'name',
      )}" signs in with "${provider}", which needs a person or a cloud's library. Give a kubeconfig instead: its exec and token plugins are used`,
    );
  }
  const skipTLSVerify = cluster.getOptionalBoolean('skipTLSVerify');
  if (!skipTLSVerify && cluster.getString('url').startsWith('http:')) {
    throw new InputError(
      `the url of cluster "${cluster.getString(
        'name',
      )}" begins with http: and the client sends no token unencrypted, unless skipTLSVerify is true`,
    );
  }
  return () =>
    server({
      name: cluster.getString('name'),
      url: cluster.getString('url'),
      caData: cluster.getOptionalString('caData'),
      caFile: cluster.getOptionalString('caFile'),
      skipTLSVerify,
      ...(provider === 'serviceAccount' && {
        token:
          cluster.getOptionalString('serviceAccountToken') ??
          readFileSync(TOKEN_FILE, 'utf8').trim(),
      }),
    });
}

function server(options: {
  name: string;
  url: string;
  token?: string;
  caData?: string;
  caFile?: string;
  skipTLSVerify?: boolean;
}): KubeConfig {
  const { name, url, token, caData, caFile, skipTLSVerify } = options;
  return loaded(kubeConfig =>
    kubeConfig.loadFromOptions({
      clusters: [
        { name, server: url, caData, caFile, skipTLSVerify: !!skipTLSVerify },
      ],
      users: [{ name, token }],
      contexts: [{ name, cluster: name, user: name }],
      currentContext: name,
    }),
  );
}

function loaded(fill: (kubeConfig: KubeConfig) => void): KubeConfig {
  const kubeConfig = new KubeConfig();
  fill(kubeConfig);
  return kubeConfig;
}
