import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { AuditStore } from '../audit';
import { ObstacleReader } from '../explain';
import { EdgeReader } from '../graph/EdgeReader';
import { DagsOnIdentity } from '../graph/queries/dagsOnIdentity';
import { CatalogVisibility } from '../inventory/CatalogVisibility';
import { InventoryReader, SyncUrgency } from '../sync/InventoryReader';
import { CampaignNoticeStore } from './campaigns/CampaignNoticeStore';
import { Manifests } from './callersEnd/manifests';
import { CampaignStore } from './campaigns/CampaignStore';
import { AccessConfig } from './config';
import { DriverRegistry } from './drivers/DriverRegistry';
import { AccessEvents } from './events/AccessEvents';
import { ShadowDiffs } from './shadow/ShadowDiffs';
import { MeshViews } from './policies/MeshViews';
import { PeopleReader } from './people/PeopleReader';
import {
  AccessFigures,
  AccessStore,
  CallersEndStore,
  Leases,
  PolicyStore,
} from './store';

/** What every part of access is built from. */
export type AccessContext = {
  config: AccessConfig;
  store: AccessStore;
  figures: AccessFigures;
  policies: PolicyStore;
  callersEnds: CallersEndStore;
  manifests: Manifests;
  leases: Leases;
  campaigns: CampaignStore;
  notices: CampaignNoticeStore;
  audit: AuditStore;
  inventory: InventoryReader;
  edges: EdgeReader;
  dagsOnIdentity: DagsOnIdentity;
  obstacles: ObstacleReader;
  urgency: SyncUrgency;
  visibility: CatalogVisibility;
  people: PeopleReader;
  drivers: DriverRegistry;
  shadows: ShadowDiffs;
  views: MeshViews;
  events: AccessEvents;
  logger: LoggerService;
  now(): Date;
};

export type MeshPlace = { controlPlane: string; mesh: string };
export type RevisedSnapshot = MeshSnapshot & { revision: string };
