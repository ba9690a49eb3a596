import { accessSync, constants } from 'node:fs';

const VARIABLES = {
  apiServer: 'KUBE_APISERVER_BIN',
  etcd: 'ETCD_BIN',
  controlPlane: 'KUMA_CP_BIN',
  /** Knows the custom resources and webhooks that its chart installs. */
  kumactl: 'KUMACTL_BIN',
};

/** What a cluster with Kuma takes; a person supplies it. */
export type ClusterBinaries = Record<keyof typeof VARIABLES, string>;

/**
 * Either all executables, or the line that says what is missing. A variable
 * that names nothing that can be executed is a mistake, and throws.
 */
export function findClusterBinaries(
  environment: Record<string, string | undefined> = process.env,
): { binaries: ClusterBinaries } | { skipped: string } {
  const missing = Object.values(VARIABLES).filter(name => !environment[name]);
  if (missing.length > 0) {
    return {
      skipped: `KUBE_APISERVER_BIN, ETCD_BIN, KUMA_CP_BIN and KUMACTL_BIN have to name the executables kube-apiserver, etcd, kuma-cp and kumactl; ${missing.join(
        ', ',
      )} not set`,
    };
  }
  const binaries = {} as ClusterBinaries;
  for (const [key, name] of Object.entries(VARIABLES)) {
    const path = environment[name]!;
    try {
      accessSync(path, constants.X_OK);
    } catch (error) {
      throw new Error(`${name} names no executable: ${path}`, { cause: error });
    }
    binaries[key as keyof ClusterBinaries] = path;
  }
  return { binaries };
}
