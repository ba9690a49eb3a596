import {
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { readOrDefault } from '../../readOrDefault';
import { ReadStore } from '../store/ReadStore';
import { RunStore } from '../store/RunStore';

const KEY = 'airflowKuma.runRetention';
/** A year of evidence and a month to ask for it. */
const DEFAULT_RETENTION: HumanDuration = { days: 400 };

/** How long runs of DAGs are kept. */
export function readRunRetention(
  config: RootConfigService,
  report: (message: string) => void,
): number {
  return durationToMilliseconds(
    readOrDefault(
      KEY,
      DEFAULT_RETENTION,
      () =>
        config.has(KEY)
          ? readDurationFromConfig(config, { key: KEY })
          : undefined,
      report,
    ),
  );
}

/** Forgets runs, and when sources were read, past their retention; once a day. */
export async function scheduleRetention(options: {
  scheduler: SchedulerService;
  runStore: RunStore;
  readStore: ReadStore;
  retentionMilliseconds: number;
  clock: () => Date;
}): Promise<void> {
  const { scheduler, runStore, readStore, retentionMilliseconds, clock } =
    options;
  await scheduler.scheduleTask({
    id: 'sync-run-retention',
    frequency: { days: 1 },
    timeout: { minutes: 10 },
    initialDelay: { minutes: 1 },
    scope: 'global',
    fn: async () => {
      const before = new Date(
        clock().getTime() - retentionMilliseconds,
      ).toISOString();
      await runStore.prune(before);
      await readStore.prune(before);
    },
  });
}
