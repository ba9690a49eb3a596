import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { CatalogVisibility, VisibleEntities } from './CatalogVisibility';

/** Who asks, and which entities the catalog shows them. */
export type Caller = {
  credentials: BackstageCredentials;
  visible: VisibleEntities;
};

/** Lets in who has a permission. */
export async function authorizeCaller(
  request: Request,
  permission: BasicPermission,
  options: {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    visibility: CatalogVisibility;
  },
): Promise<Caller> {
  const credentials = await options.httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const [decision] = await options.permissions.authorize([{ permission }], {
    credentials,
  });
  if (decision.result !== AuthorizeResult.ALLOW) {
    throw new NotAllowedError(`This needs the permission ${permission.name}`);
  }
  return { credentials, visible: await options.visibility.of(credentials) };
}
