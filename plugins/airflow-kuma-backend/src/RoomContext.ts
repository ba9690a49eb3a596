import {
  AuditorService,
  AuthService,
  DiscoveryService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { CatalogVisibility } from './inventory/CatalogVisibility';
import { InventoryReader, SyncUrgency } from './sync/InventoryReader';

/** What every room of the backend is built from. */
export type RoomContext = {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  config: RootConfigService;
  /** The plugin's own database, migrated. */
  database: Knex;
  discovery: DiscoveryService;
  httpAuth: HttpAuthService;
  lifecycle: LifecycleService;
  logger: LoggerService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  userInfo: UserInfoService;
  /** All that is known of upstreams. */
  inventory: InventoryReader;
  /** Asks for faster reads while something is applying. */
  urgency: SyncUrgency;
  /** Which of our entities a caller may see. */
  visibility: CatalogVisibility;
};
