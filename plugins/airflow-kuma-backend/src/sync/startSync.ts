import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import {
  createAirflowClient,
  createKumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { Knex } from 'knex';
import { AirflowReader } from './airflow/AirflowReader';
import {
  ConfiguredSource,
  readSettings,
  readSuddenDrop,
  readTotalLossWait,
} from './config/readSettings';
import { FailureStore } from './failures/FailureStore';
import { RunFailures } from './failures/RunFailures';
import { KumaReader } from './kuma/KumaReader';
import { DefaultInventoryReader } from './read/DefaultInventoryReader';
import {
  readRunRetention,
  scheduleRetention,
} from './schedule/scheduleRetention';
import { scheduleSources } from './schedule/scheduleSources';
import { lateAfter } from './sourceStatus';
import { SourceControl } from './SourceControl';
import { SourceSync } from './SourceSync';
import { ObjectStore } from './store/ObjectStore';
import { ReadStore } from './store/ReadStore';
import { retireSources } from './store/retireSources';
import { RunStore } from './store/RunStore';
import { SourceStore } from './store/SourceStore';
import { SourceReader } from './types';

/**
 * Starts to keep the inventory in step with all configured sources. Nothing
 * that is wrong with a source stops it, or the other sources.
 */
export async function startSync(options: {
  config: RootConfigService;
  database: Knex;
  logger: LoggerService;
  scheduler: SchedulerService;
  clock?: () => Date;
  /** Called whenever what is stored changed. */
  onChange?: () => void;
}): Promise<{
  inventory: DefaultInventoryReader;
  sources: SourceControl;
  urgency: SourceControl;
}> {
  const { config, database, logger, scheduler } = options;
  const clock = options.clock ?? (() => new Date());
  const objectStore = ObjectStore.create(database);
  const sourceStore = SourceStore.create(database);
  const runStore = RunStore.create(database);
  const readStore = ReadStore.create(database);
  const report = (message: string) => logger.error(message);
  const sources = readSettings(config, report);
  const suddenDrop = readSuddenDrop(config, report);
  const totalLossWait = readTotalLossWait(config, report);

  for (const source of sources) await sourceStore.register(source);
  await retireSources({ knex: database, objectStore, sources, now: clock() });

  const syncs = [];
  for (const source of sources) {
    if (!source.ok) {
      logger.warn(
        `Not read because of its config: ${source.configurationError}`,
      );
      continue;
    }
    const sync = SourceSync.create({
      source,
      reader: createReader(source, objectStore, FailureStore.create(database)),
      objectStore,
      sourceStore,
      runStore,
      readStore,
      lateAfter: lateAfter(source.cadence),
      suddenDrop,
      totalLossWait,
      deadline: source.cadence.deadline,
      logger,
      clock,
      onChange: options.onChange,
    });
    syncs.push({ sync, cadence: source.cadence });
  }
  await scheduleSources({ scheduler, syncs, sourceStore, clock });
  const runRetentionMilliseconds = readRunRetention(config, report);
  await scheduleRetention({
    scheduler,
    runStore,
    readStore,
    retentionMilliseconds: runRetentionMilliseconds,
    clock,
  });
  const control = SourceControl.create({ sources, sourceStore });
  return {
    inventory: DefaultInventoryReader.create({
      knex: database,
      sources,
      sourceStore,
      runStore,
      readStore,
      clock,
      runRetentionMilliseconds,
    }),
    sources: control,
    urgency: control,
  };
}

function createReader(
  source: ConfiguredSource & { ok: true },
  store: ObjectStore,
  failureStore: FailureStore,
): SourceReader {
  if (source.kind === 'kuma') {
    return KumaReader.create({
      client: createKumaClient(source.client),
      settings: source.settings,
      store,
    });
  }
  const client = createAirflowClient(source.client);
  return AirflowReader.create({
    client,
    settings: source.settings,
    store,
    failures: RunFailures.create({
      client,
      instance: source.name,
      store: failureStore,
    }),
  });
}
