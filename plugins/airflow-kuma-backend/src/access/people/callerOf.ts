import {
  AuthService,
  HttpAuthService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { Request } from 'express';
import { Caller } from '../types';

type Services = {
  auth: AuthService;
  httpAuth: HttpAuthService;
  userInfo: UserInfoService;
};

/** Who makes a request over HTTP: a person, or a service with its subject. */
export async function callerOf(
  services: Services,
  request: Request,
): Promise<Caller> {
  const credentials = await services.httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const caller = await callerOfCredentials(services, credentials);
  return {
    ...caller,
    audit: {
      ...caller.audit,
      ...(request.ip && { ip: request.ip }),
      ...(request.get('x-request-id') && {
        httpRequestId: request.get('x-request-id')!.slice(0, 128),
      }),
    },
  };
}

/** The same for actions, which come without a request. */
export async function callerOfCredentials(
  services: Pick<Services, 'auth' | 'userInfo'>,
  credentials: Caller['credentials'],
): Promise<Caller> {
  if (services.auth.isPrincipal(credentials, 'user')) {
    const { userEntityRef, ownershipEntityRefs } =
      await services.userInfo.getUserInfo(credentials);
    const via = credentials.principal.actor?.subject;
    return {
      credentials,
      user: userEntityRef,
      ...(via && { via }),
      ownershipRefs: ownershipEntityRefs,
      audit: { actor: userEntityRef },
    };
  }
  if (services.auth.isPrincipal(credentials, 'service')) {
    const { subject } = credentials.principal;
    return {
      credentials,
      service: subject,
      ownershipRefs: [],
      audit: { actor: subject },
    };
  }
  throw new NotAllowedError('Access requests need a user or a service');
}
