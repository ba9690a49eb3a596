import { findExecutables } from '../kuma/harness/executables';

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
  const answer = findExecutables(VARIABLES, environment);
  if ('found' in answer) return { binaries: answer.found };
  return {
    skipped: `KUBE_APISERVER_BIN, ETCD_BIN, KUMA_CP_BIN and KUMACTL_BIN have to name the executables kube-apiserver, etcd, kuma-cp and kumactl; ${answer.missing.join(
      ', ',
    )} not set`,
  };
}
