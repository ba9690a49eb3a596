import { decodeJwt } from 'jose';
import { Authenticator } from '../types';
import { isUpstreamError, UpstreamError } from '../UpstreamError';

const RENEW_BEFORE_MILLISECONDS = 60_000;
// Airflow's FAB locks its login after 5 tries in 40 s: wrong credentials are
// not tried again with every request.
const REST_AFTER_REFUSAL_MILLISECONDS = 60_000;

/**
 * Credentials that are exchanged for a token. The token is renewed before it
 * expires, and once when it is refused; everybody who needs one at the same
 * time waits for the same login.
 */
export function createTokenAuthenticator(options: {
  login: () => Promise<string>;
  now?: () => number;
}): Authenticator {
  const now = options.now ?? Date.now;
  let current: { header: string; renewAt: number } | undefined;
  let pending: Promise<string> | undefined;
  let refusal: { error: UpstreamError; until: number } | undefined;

  async function login(): Promise<string> {
    try {
      const token = await options.login();
      const header = `Bearer ${token}`;
      current = { header, renewAt: renewalOf(token, now()) };
      return header;
    } catch (error) {
      if (isUpstreamError(error, 'unauthorized', 'forbidden')) {
        refusal = { error, until: now() + REST_AFTER_REFUSAL_MILLISECONDS };
      }
      throw error;
    } finally {
      pending = undefined;
    }
  }

  return {
    async headers() {
      if (current && now() < current.renewAt) {
        return { authorization: current.header };
      }
      if (refusal && now() < refusal.until) throw refusal.error;
      refusal = undefined;
      // Not tied to the signal of one caller: others wait for it as well.
      pending ??= login();
      return { authorization: await pending };
    },
    async renew(refused) {
      if (current?.header === refused.authorization) current = undefined;
      return true;
    },
  };
}

/**
 * A minute before the token ends; one that lives shorter, at nine tenths. How
 * long it lives is what it says of itself (`exp` less `iat`), whatever our
 * clock is. A token that has ended already by our clock is used until it is
 * refused: rather the clocks differ than that an upstream gives dead tokens.
 */
function renewalOf(token: string, now: number): number {
  let lifetime: number | undefined;
  try {
    const { exp, iat } = decodeJwt(token);
    lifetime = exp && exp * 1000 - (iat ? iat * 1000 : now);
  } catch {
    // Not a JWT: it is used until it is refused.
  }
  if (lifetime === undefined || !(lifetime > 0)) return Infinity;
  return now + lifetime - Math.min(RENEW_BEFORE_MILLISECONDS, lifetime / 10);
}
