import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { inventoryReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Request } from 'express';
import {
  CatalogVisibility,
  VisibleEntities,
} from '../../inventory/CatalogVisibility';

/** Who asks, and what they may see. */
export type Caller = {
  credentials: BackstageCredentials;
  visible: VisibleEntities;
};

/** Lets in who may read the inventory, with what the catalog shows them. */
export class CallerReader {
  readonly #options: {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    visibility: CatalogVisibility;
  };

  constructor(options: {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    visibility: CatalogVisibility;
  }) {
    this.#options = options;
  }

  async read(request: Request): Promise<Caller> {
    const credentials = await this.#options.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    return this.of(credentials);
  }

  /** The same for who comes by other ways than a request, such as actions. */
  async of(credentials: BackstageCredentials): Promise<Caller> {
    const { permissions, visibility } = this.#options;
    const [decision] = await permissions.authorize(
      [{ permission: inventoryReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `This needs the permission ${inventoryReadPermission.name}`,
      );
    }
    return { credentials, visible: await visibility.of(credentials) };
  }
}
