import { readDurationFromConfig } from '@backstage/config';
import {
  createPrometheusClient,
  readKumaSources,
  readPrometheusSource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { readOrDefault } from '../readOrDefault';
import { RoomContext } from '../RoomContext';
import { DefaultObservationSource } from './DefaultObservationSource';
import { CallIntake } from './logs/CallIntake';
import { CallStore } from './logs/CallStore';
import { createOtlpRouter } from './otlp/createOtlpRouter';
import { PrometheusPoller } from './prometheus/PrometheusPoller';

const DEFAULT_RATE_WINDOW = { minutes: 5 };
const MAX_ROWS_KEY = 'airflowKuma.observed.accessLogs.maxRows';
const DEFAULT_MAX_ROWS = 200_000;
const DEFAULT_RETENTION = { days: 100 };
const PROMETHEUS_EVERY = { seconds: 15 };
const FLUSH_EVERY = { seconds: 3 };

/** Starts reading what was observed, and takes in access logs. */
export async function startObserved(context: RoomContext) {
  const { config, database, logger, scheduler, httpAuth } = context;
  const report = (message: string) => logger.warn(message);
  const store = new CallStore(database);
  const intake = new CallIntake({
    store,
    report,
    maxRows: readOrDefault(
      MAX_ROWS_KEY,
      DEFAULT_MAX_ROWS,
      () => config.getOptionalNumber(MAX_ROWS_KEY),
      report,
    ),
  });
  const prometheus = startPrometheus(context);
  const local = { scope: 'local' as const, timeout: { minutes: 1 } };
  if (prometheus) {
    await scheduler.scheduleTask({
      id: 'airflow-kuma-observed-prometheus',
      ...local,
      frequency: PROMETHEUS_EVERY,
      fn: signal => prometheus.poll({ signal }),
    });
  }
  await scheduler.scheduleTask({
    id: 'airflow-kuma-observed-write',
    ...local,
    frequency: FLUSH_EVERY,
    fn: () => intake.flush(),
  });
  const retention = durationToMilliseconds(
    durationOf(context, 'airflowKuma.observed.accessLogs.retention') ??
      DEFAULT_RETENTION,
  );
  await scheduler.scheduleTask({
    id: 'airflow-kuma-observed-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 10 },
    fn: async () => {
      await store.removeBefore(Date.now() - retention);
    },
  });
  const router = createOtlpRouter({
    intake,
    httpAuth,
    controlPlanes: readKumaSources(config).map(({ name }) => name),
  });
  return {
    router,
    observations: new DefaultObservationSource({ store, prometheus }),
  };
}

/** A wrong value stops Prometheus alone, with a message that names the key. */
function startPrometheus(context: RoomContext): PrometheusPoller | undefined {
  const { config, logger } = context;
  const source = readPrometheusSource(config);
  if (!source) return undefined;
  if (!source.ok) {
    logger.error(source.error);
    return undefined;
  }
  const window =
    durationOf(context, 'airflowKuma.observed.prometheus.window') ??
    DEFAULT_RATE_WINDOW;
  return new PrometheusPoller({
    client: createPrometheusClient(source.config),
    rateWindow: Math.round(durationToMilliseconds(window) / 1000),
    report: message => logger.warn(message),
  });
}

function durationOf({ config, logger }: RoomContext, key: string) {
  return readOrDefault<HumanDuration | undefined>(
    key,
    undefined,
    () =>
      config.has(key) ? readDurationFromConfig(config, { key }) : undefined,
    message => logger.warn(message),
  );
}
