import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createDemoAuthenticator } from './authenticator';
import { readDemoUsers } from './users';

/**
 * Sign-in by choice, without any proof, for the demo portal. It stops the
 * backend in production, because whoever reaches it can be anybody.
 */
export const demoSignInModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-sign-in',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ providers, config }) {
        const users = readDemoUsers(config, process.env.NODE_ENV);
        if (users.length === 0) return;
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: createDemoAuthenticator(users),
            signInResolver: async ({ result }, context) =>
              context.signInWithCatalogUser({ entityRef: result.userRef }),
          }),
        });
      },
    });
  },
});
