import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { PortalPolicy } from './PortalPolicy';

/**
 * The policy of this portal: `permission.trailReaders` names who may read the
 * audit trail, `airflowKuma.access.administrators` who may start campaigns.
 */
export const portalPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'portal-policy',
  register(env) {
    env.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(
          new PortalPolicy({
            trailReaders:
              config.getOptionalStringArray('permission.trailReaders') ?? [],
            administrators:
              config.getOptionalStringArray(
                'airflowKuma.access.administrators',
              ) ?? [],
          }),
        );
      },
    });
  },
});
