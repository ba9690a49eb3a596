import { LoggerService } from '@backstage/backend-plugin-api';
import { Cluster } from './Cluster';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
/** Changes of so long are told as one. */
const TOGETHER = 250;

/**
 * Tells of changes of permissions in clusters, as they happen, so that nobody
 * waits for the next read. Where the account may not watch, or a cluster is
 * away, the reads go on as before and it is tried again.
 */
export function watchClusters(options: {
  clusters: Map<string, Cluster>;
  onChange(controlPlane: string): Promise<void>;
  logger: LoggerService;
  signal: AbortSignal;
  pause?: (milliseconds: number) => Promise<void>;
}): Promise<void>[] {
  return [...options.clusters].map(([controlPlane, cluster]) =>
    watchOne(controlPlane, cluster, options),
  );
}

async function watchOne(
  controlPlane: string,
  cluster: Cluster,
  options: Parameters<typeof watchClusters>[0],
): Promise<void> {
  const { logger, signal } = options;
  const onChange = together(async () => {
    try {
      await options.onChange(controlPlane);
    } catch (error) {
      logger.warn(
        `A change in the cluster of ${controlPlane} is seen at the next read only: ${
          (error as Error).message
        }`,
      );
    }
  });
  const pause = options.pause ?? (time => abortableSleep(time, signal));
  const trouble = { pause: FIRST_PAUSE, isTold: false };
  const onEvent = () => {
    trouble.pause = FIRST_PAUSE;
    trouble.isTold = false;
    onChange();
  };
  while (!signal.aborted) {
    const problem = await watchUntilItEnds(cluster, onEvent, signal);
    if (signal.aborted) return;
    if (problem && !trouble.isTold) {
      trouble.isTold = true;
      logger.warn(
        `Permissions of ${controlPlane} are not watched and seen at the next read: ${problem.message}`,
      );
    }
    await pause(trouble.pause);
    trouble.pause = problem
      ? Math.min(trouble.pause * 2, LONGEST_PAUSE)
      : FIRST_PAUSE;
    // Between two watches something may have changed.
    if (!problem && !signal.aborted) onChange();
  }
}

async function watchUntilItEnds(
  cluster: Cluster,
  onEvent: () => void,
  signal: AbortSignal,
): Promise<Error | undefined> {
  try {
    return await cluster.watch(onEvent, signal);
  } catch (error) {
    return error as Error;
  }
}

function together(tell: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      tell();
    }, TOGETHER);
    timer.unref();
  };
}

function abortableSleep(
  milliseconds: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    timer.unref();
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
