import { RootConfigService } from '@backstage/backend-plugin-api';

/**
 * Entity refs of the users that demo sign-in offers; none where it is not
 * configured. Throws in production, so that a portal with a forgotten demo
 * config does not come up at all.
 */
export function readDemoUsers(
  config: RootConfigService,
  nodeEnvironment: string | undefined,
): string[] {
  const users =
    config.getOptionalConfigArray('auth.providers.demo.users') ?? [];
  if (users.length > 0 && nodeEnvironment === 'production') {
    throw new Error(
      'Demo sign-in lets anybody be anybody and does not start with NODE_ENV=production: remove auth.providers.demo from the config',
    );
  }
  return users.map(user => user.getString('entityRef'));
}
