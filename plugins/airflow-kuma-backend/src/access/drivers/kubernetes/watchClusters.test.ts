import { clustersOf } from '../../__testUtils__/clustersOf';
import { FakeKubernetes } from '../../__testUtils__/FakeKubernetes';
import { silentLogger } from '../../__testUtils__/silentLogger';
import { Cluster } from './Cluster';
import { watchClusters } from './watchClusters';

/** Resolves when what is asked for is so; the test's own time is the limit. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 10));
}

describe('watchClusters', () => {
  const kubernetes = new FakeKubernetes();
  const stop = new AbortController();
  let cluster: Cluster;

  beforeAll(async () => {
    const { targets } = clustersOf(kubernetes, await kubernetes.start());
    cluster = new Cluster(targets.get('k8s')!);
  });
  afterAll(async () => {
    stop.abort();
    await kubernetes.stop();
  });

  it('tells of changes, goes on after an end, and warns once where it may not', async () => {
    const told: string[] = [];
    const logger = silentLogger();
    const warn = jest.spyOn(logger, 'warn');
    let pauses = 0;
    kubernetes.rights = { everywhere: ['get'], in: {} };
    watchClusters({
      clusters: new Map([['k8s', cluster]]),
      logger,
      signal: stop.signal,
      onChange: async name => {
        told.push(name);
      },
      pause: async () => {
        pauses++;
        await new Promise(resolve => setTimeout(resolve, 5));
      },
    });
    await until(() => pauses > 2);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toContain(
      'Permissions of k8s are not watched and seen at the next read: The account of this portal lacks a right in production',
    );

    // Told once, however often, and whichever of the two it lacks.
    kubernetes.rights = { everywhere: ['list'], in: {} };
    const before = pauses;
    await until(() => pauses > before + 2);
    expect(warn).toHaveBeenCalledTimes(1);

    kubernetes.rights = { everywhere: ['list', 'watch'], in: {} };
    await until(() => kubernetes.watching === 1);
    kubernetes.put('shop', 'by-hand', { spec: {} });
    kubernetes.put('shop', 'by-hand', { spec: { rules: [] } });
    await until(() => told.length > 0);
    expect(told).toEqual(['k8s']);

    kubernetes.endWatches();
    await until(() => kubernetes.watching === 1 && told.length > 1);
    kubernetes.put('shop', 'again', { spec: {} });
    await until(() => told.length > 2);
    expect(new Set(told)).toEqual(new Set(['k8s']));
  });
});
