import { SchedulerService } from '@backstage/backend-plugin-api';
import { Cadence } from '../config/readCadence';
import { SourceSync } from '../SourceSync';
import { SourceStore } from '../store/SourceStore';
import { isDue } from './isDue';

/**
 * How often the scheduler asks whether a source is due. It looks for tasks just
 * as often, so that two questions are up to twice as far apart.
 */
const TICK = 1_000;

/**
 * One task for each source, of which the scheduler runs one among all
 * replicas. The scheduler's own clock is too coarse for us and cannot hurry:
 * the task asks every second and reads only when it is time.
 */
export async function scheduleSources(options: {
  scheduler: SchedulerService;
  syncs: { sync: SourceSync; cadence: Cadence }[];
  sourceStore: SourceStore;
  clock: () => Date;
}): Promise<void> {
  const { scheduler, syncs, sourceStore, clock } = options;
  for (const { sync, cadence } of syncs) {
    const { kind, name } = sync.source;
    await scheduler.scheduleTask({
      id: taskId(kind, name),
      frequency: { milliseconds: TICK },
      // The read has its own deadline; the lock must outlive it.
      timeout: { milliseconds: cadence.deadline + 30_000 },
      scope: 'global',
      fn: async signal => {
        const record = await sourceStore.get(sync.source);
        const { interval } = cadence;
        if (isDue(record, { now: clock(), interval, slack: 2 * TICK })) {
          await sync.run(signal);
        }
      },
    });
  }
}

function taskId(kind: string, name: string): string {
  // scheduler/lib/util: ids are 1 to 128 printable characters.
  return `sync-${kind}-${encodeURIComponent(name)}`.slice(0, 128);
}
