import { SourceReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { SchedulerService } from '@backstage/backend-plugin-api';
import { Cadence } from '../config/readCadence';
import { SourceSync } from '../SourceSync';
import { hashOf } from '../store/hashOf';
import { SourceStore } from '../store/SourceStore';
import { isDue } from './isDue';

/**
 * How often the scheduler asks whether a source is due. It looks for tasks just
 * as often, so that two questions are up to twice as far apart.
 */
const TICK = 1_000;

/** scheduler/lib/util: ids are 1 to 128 printable characters. */
const MOST_CHARACTERS = 128;

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
    await scheduler.scheduleTask({
      id: taskId(sync.source),
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

/**
 * An id of its own for each source: two sources under one id would be one task,
 * and the second would never be read. What is too long ends in a hash, after a
 * character that no encoded name has.
 */
export function taskId({ kind, name }: SourceReference): string {
  const id = `sync-${kind}-${encodeURIComponent(name)}`;
  if (id.length <= MOST_CHARACTERS) return id;
  const end = `#${hashOf(id)}`;
  return id.slice(0, MOST_CHARACTERS - end.length) + end;
}
