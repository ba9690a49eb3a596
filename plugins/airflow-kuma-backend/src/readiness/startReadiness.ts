import { readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';
import { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { AccessContext } from '../access/AccessContext';
import { createAudited } from '../access/createAudited';
import { callerOf } from '../access/people/callerOf';
import { DefaultEdgeReader } from '../graph/DefaultEdgeReader';
import { CallerReader } from '../graph/routes/CallerReader';
import { readOrDefault } from '../readOrDefault';
import { RoomContext } from '../RoomContext';
import { createPullRequestRouter, OwnerPullRequests } from './pullRequests';
import { createReadinessRouter } from './createReadinessRouter';
import { ReadinessDays } from './ReadinessDays';
import { ReadinessReader } from './ReadinessReader';
import { ReadinessService } from './ReadinessService';
import { registerReadinessAction } from './registerReadinessAction';

const RETENTION = 'airflowKuma.readinessRetention';
const DEFAULT_RETENTION: HumanDuration = { days: 400 };
const DAY_MS = 24 * 60 * 60_000;

/** Builds the room that says what Kuma 3.0 changes: its router, action and daily count. */
export async function startReadiness(
  context: RoomContext,
  graph: { edges: DefaultEdgeReader },
  access: Pick<AccessContext, 'manifests' | 'audit' | 'config'>,
): Promise<{ router: ExpressRouter; service: ReadinessService }> {
  const { actionsRegistry, config, database, inventory, logger } = context;
  const callers = new CallerReader(context);
  const service = new ReadinessService({
    inventory,
    reader: new ReadinessReader({ edges: graph.edges, inventory }),
    days: new ReadinessDays(database),
  });
  const retention = readOrDefault(
    RETENTION,
    DEFAULT_RETENTION,
    () =>
      config.has(RETENTION)
        ? readDurationFromConfig(config, { key: RETENTION })
        : undefined,
    message => logger.warn(message),
  );
  registerReadinessAction({ registry: actionsRegistry, service, callers });
  // The last count of a day stands, so that what is mended today shows today.
  await context.scheduler.scheduleTask({
    id: 'airflow-kuma-readiness-count',
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    initialDelay: { minutes: 5 },
    scope: 'global',
    fn: async () => {
      await service.countToday();
      await service.prune(durationToMilliseconds(retention) / DAY_MS);
    },
  });
  const router = Router();
  router.use(createReadinessRouter({ service, callers }));
  router.use(
    createPullRequestRouter({
      pullRequests: new OwnerPullRequests({ service, inventory, ...access }),
      callers,
      callerOf: request => callerOf(context, request),
      permissions: context.permissions,
      administrators: access.config.administrators,
      audited: createAudited(context.auditor),
    }),
  );
  return { router, service };
}
