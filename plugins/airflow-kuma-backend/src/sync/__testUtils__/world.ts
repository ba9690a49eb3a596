import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  createAirflowClient,
  createKumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { Knex } from 'knex';
import { AirflowReader } from '../airflow/AirflowReader';
import {
  readSettings,
  readSuddenDrop,
  readTotalLossWait,
} from '../config/readSettings';
import { KumaReader } from '../kuma/KumaReader';
import { DefaultInventoryReader } from '../read/DefaultInventoryReader';
import { SourceControl } from '../SourceControl';
import { lateAfter } from '../sourceStatus';
import { SourceSync } from '../SourceSync';
import { ObjectStore } from '../store/ObjectStore';
import { ReadStore } from '../store/ReadStore';
import { RunStore } from '../store/RunStore';
import { SourceStore } from '../store/SourceStore';

/** Everything of sync but its schedule, on a clock that tests set. */
export async function createWorld(knex: Knex, airflowKuma: JsonObject) {
  const config = new ConfigReader({ airflowKuma });
  const time = { now: new Date() };
  const clock = () => time.now;
  const logger = mockServices.logger.mock();
  const objectStore = ObjectStore.create(knex);
  const sourceStore = SourceStore.create(knex);
  const runStore = RunStore.create(knex);
  const sources = readSettings(config, logger.error);
  const syncs = new Map<string, SourceSync>();
  for (const source of sources) await sourceStore.register(source);
  /** Readers and clients anew, as after a restart of the backend. */
  const restart = () => {
    for (const source of sources) {
      if (!source.ok) continue;
      // Repeated at once: what waits between tries is the client's own test.
      const options = { retryDelay: () => 1 };
      const reader =
        source.kind === 'airflow'
          ? AirflowReader.create({
              client: createAirflowClient(source.client, options),
              settings: source.settings,
              store: objectStore,
            })
          : KumaReader.create({
              client: createKumaClient(source.client, options),
              settings: source.settings,
              store: objectStore,
            });
      const sync = SourceSync.create({
        source,
        reader,
        objectStore,
        sourceStore,
        runStore,
        readStore: ReadStore.create(knex),
        lateAfter: lateAfter(source.cadence),
        suddenDrop: readSuddenDrop(config, logger.error),
        totalLossWait: readTotalLossWait(config, logger.error),
        deadline: source.cadence.deadline,
        logger,
        clock,
      });
      syncs.set(source.name, sync);
    }
  };
  restart();
  const inventory = DefaultInventoryReader.create({
    knex,
    sources,
    sourceStore,
    runStore,
    readStore: ReadStore.create(knex),
    clock,
    runRetentionMilliseconds: 400 * 86_400_000,
  });
  return {
    inventory,
    restart,
    control: SourceControl.create({ sources, sourceStore }),
    logger,
    objectStore,
    sourceStore,
    time,
    /** Reads a source, some time after the last. */
    async read(name: string, after = 30_000) {
      time.now = new Date(time.now.getTime() + after);
      await syncs.get(name)!.run(new AbortController().signal);
    },
    async status(name: string) {
      const statuses = await inventory.sources();
      return statuses.find(status => status.name === name)!;
    },
    warnings: () => logger.warn.mock.calls.map(([message]) => message),
  };
}

/** What a test has in its hands. */
export type World = Awaited<ReturnType<typeof createWorld>>;
