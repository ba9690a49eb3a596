import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { TrailPolicy } from './TrailPolicy';

/** The policy of this portal; `permission.trailReaders` names who may read the audit trail. */
export const trailPolicyModule = createBackendModule({
  pluginId: 'permission',
  moduleId: 'trail-policy',
  register(env) {
    env.registerInit({
      deps: {
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ policy, config }) {
        policy.setPolicy(
          new TrailPolicy(
            config.getOptionalStringArray('permission.trailReaders') ?? [],
          ),
        );
      },
    });
  },
});
