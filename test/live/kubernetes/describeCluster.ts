import { skipSuite } from '../kuma/harness';
import { ClusterBinaries, findClusterBinaries } from './binaries';

/** A suite on a real cluster, or one skip that names the executables it takes. */
export function describeCluster(
  name: string,
  suite: (binaries: ClusterBinaries) => void,
): void {
  const found = findClusterBinaries();
  if ('skipped' in found) {
    skipSuite(name, found.skipped);
    return;
  }
  describe(name, () => {
    suite(found.binaries);
  });
}
