import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Header in which the sign-in page says who was chosen. */
export const DEMO_USER_HEADER = 'x-demo-user';

/** Takes the chosen user for granted, if it is one of the demo's. */
export function createDemoAuthenticator(users: string[]) {
  return createProxyAuthenticator({
    defaultProfileTransform: async () => ({ profile: {} }),
    initialize: () => undefined,
    async authenticate({ req }) {
      const userRef = req.header(DEMO_USER_HEADER);
      if (!userRef || !users.includes(userRef)) {
        throw new AuthenticationError('Choose one of the demo users');
      }
      return { result: { userRef } };
    },
  });
}
