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
import {
  ActionsRegistryService,
  MetricsService,
} from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { Knex } from 'knex';
import { CatalogVisibility } from './inventory/CatalogVisibility';
import { PlainNotifications } from './notifications';
import { InventoryReader, SyncUrgency } from './sync/InventoryReader';

/** What every room of the backend is built from. */
export type RoomContext = {
  actionsRegistry: ActionsRegistryService;
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
  metrics: MetricsService;
  /** Sends nothing where no notifications backend is installed: errors are only logged. */
  notifications: PlainNotifications;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  scheduler: SchedulerService;
  signals: SignalsService;
  userInfo: UserInfoService;
  /** All that is known of upstreams. */
  inventory: InventoryReader;
  /** Asks for faster reads while something is applying. */
  urgency: SyncUrgency;
  /** Which of our entities a caller may see. */
  visibility: CatalogVisibility;
};
