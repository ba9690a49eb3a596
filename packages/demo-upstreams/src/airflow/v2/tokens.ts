import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { AirflowUser } from '../types';

/** Signs and checks tokens as SimpleAuthManager does: HS512, no issuer. */
export class Tokens {
  #secret = randomBytes(32);

  constructor(
    private readonly options: { lifetimeSeconds: number; now: () => number },
  ) {}

  /** A new secret: no token of before is known any more. */
  rotate(): void {
    this.#secret = randomBytes(32);
  }

  issue(user: AirflowUser): string {
    const now = Math.floor(this.options.now() / 1000);
    const claims = {
      sub: user.username,
      role: user.role,
      teams: [],
      jti: randomBytes(16).toString('hex'),
      aud: 'apache-airflow',
      nbf: now,
      exp: now + this.options.lifetimeSeconds,
      iat: now,
    };
    const head = encode({ alg: 'HS512', kid: 'not-used', typ: 'JWT' });
    const signed = `${head}.${encode(claims)}`;
    return `${signed}.${this.#sign(signed)}`;
  }

  check(
    token: string,
  ): { ok: true; username: string } | { ok: false; expired: boolean } {
    const [head, body, signature] = token.split('.');
    const expected = Buffer.from(this.#sign(`${head}.${body}`));
    const given = Buffer.from(signature ?? '');
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
      return { ok: false, expired: false };
    }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    if (claims.exp * 1000 <= this.options.now()) {
      return { ok: false, expired: true };
    }
    return { ok: true, username: claims.sub };
  }

  #sign(text: string): string {
    return createHmac('sha512', this.#secret).update(text).digest('base64url');
  }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
