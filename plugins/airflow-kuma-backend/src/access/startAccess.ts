import {
  airflowKumaPermissions,
  RESOURCE_TYPE_ACCESS_REQUEST,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  KumaClient,
  PermissionDriver,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ScmIntegrations } from '@backstage/integration';
import express from 'express';
import Router from 'express-promise-router';
import {
  AuditStore,
  createAuditRouter,
  readSigningKey,
  signHead,
} from '../audit';
import { RoomContext } from '../RoomContext';
import { AccessContext } from './AccessContext';
import { GitManifests, readManifests } from './callersEnd/manifests';
import { CampaignNoticeStore } from './campaigns/CampaignNoticeStore';
import { CampaignStore } from './campaigns/CampaignStore';
import { AccessConfig, readAccessConfig } from './config';
import { closeCampaigns } from './campaigns/closeCampaigns';
import { startDueCampaigns } from './campaigns/startDueCampaigns';
import { tellReviewers } from './campaigns/tellReviewers';
import { createAudited } from './createAudited';
import { createDrivers } from './drivers/createDrivers';
import { registerActions } from './actions/registerActions';
import { AccessEventName, AccessEvents } from './events/AccessEvents';
import { createCampaignNotifier } from './events/createCampaignNotifier';
import { createMeter } from './events/createMeter';
import { createNotifier, createStrayNotifier } from './events/createNotifier';
import { createSignaller } from './events/createSignaller';
import { callerOf, callerOfCredentials } from './people/callerOf';
import { CatalogPeopleReader } from './people/CatalogPeopleReader';
import { AccessAuthorizer } from './permissions/AccessAuthorizer';
import {
  accessRequestResourceRef,
  accessRules,
} from './permissions/accessRules';
import { MeshViews } from './policies';
import {
  ACCESS_PATH,
  campaignPath,
  portalLink,
  requestPath,
} from './portalLink';
import { Reconciler } from './reconcile/Reconciler';
import { createAccessRouter } from './router';
import {
  AccessFigures,
  AccessStore,
  CallersEndStore,
  Leases,
  PolicyStore,
} from './store';
import { ShadowDiffs } from './shadow/ShadowDiffs';
import { lookForUnused } from './upkeep/lookForUnused';
import { remind } from './upkeep/remind';

/** After these nobody waits for the next pass. */
const KICKS: AccessEventName[] = [
  'granted',
  'started',
  'ending',
  'caller-asked-again',
];

/** Builds access and audit: their routers to mount, and the tasks that keep time. */
export async function startAccess(
  rooms: RoomContext,
  {
    edges,
    dagsOnIdentity,
    obstacles,
  }: Pick<AccessContext, 'edges' | 'dagsOnIdentity' | 'obstacles'>,
  drivers: PermissionDriver[] = [],
): Promise<{
  router: express.Router;
  context: AccessContext;
  reconciler: Reconciler;
}> {
  const { config, database, logger, scheduler, lifecycle } = rooms;
  const accessConfig = readAccessConfig(config);
  for (const error of accessConfig.errors) {
    logger.error(`${error}. The safe default holds until this is mended.`);
  }
  const store = new AccessStore(database);
  const figures = new AccessFigures(database);
  const audit = new AuditStore(database);
  const leases = new Leases(database);
  const clients = new Map<string, KumaClient>();
  const context: AccessContext = {
    config: accessConfig,
    store,
    figures,
    policies: new PolicyStore(database),
    callersEnds: new CallersEndStore(database),
    manifests: createManifests(rooms, accessConfig),
    leases,
    campaigns: new CampaignStore(database),
    notices: new CampaignNoticeStore(database),
    audit,
    inventory: rooms.inventory,
    edges,
    dagsOnIdentity,
    obstacles,
    urgency: rooms.urgency,
    visibility: rooms.visibility,
    people: new CatalogPeopleReader(rooms),
    drivers: createDrivers(rooms, drivers, clients),
    shadows: new ShadowDiffs({ clients, leases }),
    views: new MeshViews(),
    events: new AccessEvents(logger),
    logger,
    now: () => new Date(),
  };

  const reconciler = new Reconciler(context);
  context.events.listen((name, record) => {
    if (KICKS.includes(name)) reconciler.kick(record);
  });
  // On every replica: what a killed one held for all would be held until its
  // timeout, also after a restart. The lease of each mesh keeps them apart.
  await scheduler.scheduleTask({
    id: 'airflow-kuma-access-reconcile',
    scope: 'local',
    frequency: { seconds: 2 },
    timeout: { minutes: 5 },
    fn: async signal => {
      try {
        await reconciler.pass(signal);
      } catch (error) {
        logger.error(
          `Reconciling failed and is tried again: ${(error as Error).message}`,
        );
      }
    },
  });
  await scheduler.scheduleTask({
    id: 'airflow-kuma-access-upkeep',
    frequency: { minutes: 1 },
    timeout: { minutes: 5 },
    fn: async () => {
      await remind(context);
      await closeCampaigns(context);
      await startDueCampaigns(context);
      await tellReviewers(context);
    },
  });
  await scheduler.scheduleTask({
    id: 'airflow-kuma-access-unused',
    // Pages show what it keeps; edges that did not change cost nothing.
    frequency: { minutes: 1 },
    initialDelay: { minutes: 1 },
    timeout: { minutes: 10 },
    fn: async () => {
      await lookForUnused(context);
    },
  });
  lifecycle.addShutdownHook(() => reconciler.idle());

  const authorizer = registerPermissions(
    rooms,
    accessConfig.administrators,
    store,
  );
  const caller = (request: express.Request) => callerOf(rooms, request);
  registerActions({
    registry: rooms.actionsRegistry,
    context,
    authorizer,
    callerOf: credentials => callerOfCredentials(rooms, credentials),
    urlOf: id =>
      portalLink(config.getOptionalString('app.baseUrl'), requestPath(id)),
  });
  context.events.listen(
    createNotifier({
      notifications: rooms.notifications,
      config: accessConfig,
      people: context.people,
      linkOf: requestPath,
    }),
  );
  context.events.listenToCampaigns(
    createCampaignNotifier({
      notifications: rooms.notifications,
      people: context.people,
      linkOf: campaignPath,
    }),
  );
  context.events.listen(createSignaller(rooms.signals));
  context.events.listenToStrays(
    createStrayNotifier({
      notifications: rooms.notifications,
      config: accessConfig,
      link: ACCESS_PATH,
    }),
  );
  const meter = createMeter(rooms.metrics, figures);
  context.events.listen(meter.onRequest);
  context.events.listenToStrays(meter.onStray);

  const router = Router();
  router.use(
    '/access',
    createAccessRouter({
      context,
      authorizer,
      callerOf: caller,
      audited: createAudited(rooms.auditor),
    }),
  );
  router.use(
    '/audit',
    await createAudit(
      rooms,
      audit,
      async request => (await caller(request)).audit,
    ),
  );
  return { router, context, reconciler };
}

function createManifests(
  { config, logger }: RoomContext,
  access: AccessConfig,
): GitManifests {
  const { manifests, errors } = readManifests(config);
  for (const error of errors) logger.error(error);
  access.errors.push(...errors);
  return new GitManifests(manifests, ScmIntegrations.fromConfig(config));
}

function registerPermissions(
  rooms: RoomContext,
  administrators: string[],
  store: AccessStore,
): AccessAuthorizer {
  rooms.permissionsRegistry.addResourceType({
    resourceRef: accessRequestResourceRef,
    permissions: airflowKumaPermissions.filter(
      permission =>
        'resourceType' in permission &&
        permission.resourceType === RESOURCE_TYPE_ACCESS_REQUEST,
    ),
    rules: accessRules,
    getResources: async ids => Promise.all(ids.map(id => store.find(id))),
  });
  return new AccessAuthorizer({
    permissions: rooms.permissions,
    registry: rooms.permissionsRegistry,
    store,
    visibility: rooms.visibility,
    administrators,
  });
}

async function createAudit(
  rooms: RoomContext,
  store: AuditStore,
  actorOf: Parameters<typeof createAuditRouter>[0]['actorOf'],
): Promise<express.Router> {
  let key: ReturnType<typeof readSigningKey>;
  try {
    key = readSigningKey(rooms.config);
  } catch (error) {
    rooms.logger.error(
      `${(error as Error).message}. Heads of the audit trail are not signed.`,
    );
  }
  if (key) {
    const signing = key;
    await rooms.scheduler.scheduleTask({
      id: 'airflow-kuma-audit-sign',
      frequency: { minutes: 5 },
      timeout: { minutes: 1 },
      fn: async () => {
        await signHead(store, signing, new Date().toISOString());
      },
    });
  }
  return createAuditRouter({
    store,
    httpAuth: rooms.httpAuth,
    permissions: rooms.permissions,
    actorOf,
    ...(key && { publicKey: { keyId: key.keyId, pem: key.publicKey } }),
  });
}
