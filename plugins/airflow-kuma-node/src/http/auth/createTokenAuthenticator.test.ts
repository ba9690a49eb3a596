import { UnsecuredJWT } from 'jose';
import { UpstreamError } from '../UpstreamError';
import { createTokenAuthenticator } from './createTokenAuthenticator';

const start = Date.parse('2026-11-22T00:00:00Z');

function token(lifetimeSeconds: number, id: number, now: number) {
  return new UnsecuredJWT({ jti: String(id) })
    .setExpirationTime(Math.floor(now / 1000) + lifetimeSeconds)
    .encode();
}

describe('createTokenAuthenticator', () => {
  let now: number;
  let logins: number;
  let answer: () => Promise<string>;
  const create = () =>
    createTokenAuthenticator({
      now: () => now,
      login: () => {
        logins += 1;
        return answer();
      },
    });

  beforeEach(() => {
    now = start;
    logins = 0;
    answer = async () => token(3_600, logins, now);
  });

  it('logs in once for all who ask at the same time', async () => {
    const authenticator = create();
    const headers = await Promise.all(
      [1, 2, 3].map(() => authenticator.headers()),
    );
    expect(logins).toBe(1);
    expect(
      new Set(headers.map(({ authorization }) => authorization)).size,
    ).toBe(1);
    expect(headers[0].authorization).toMatch(/^Bearer ey/);
  });

  it('renews a minute before the token expires', async () => {
    const authenticator = create();
    await authenticator.headers();
    now = start + 3_539_000;
    await authenticator.headers();
    expect(logins).toBe(1);
    now = start + 3_541_000;
    await authenticator.headers();
    expect(logins).toBe(2);
  });

  it('uses short-lived tokens for nine tenths of their life', async () => {
    answer = async () => token(10, logins, now);
    const authenticator = create();
    await authenticator.headers();
    now = start + 8_900;
    await authenticator.headers();
    expect(logins).toBe(1);
    now = start + 9_100;
    await authenticator.headers();
    expect(logins).toBe(2);
  });

  it('uses a token that has ended by our clock until it is refused', async () => {
    answer = async () => token(-300, logins, now);
    const authenticator = create();
    const first = await authenticator.headers();
    now += 60_000;
    expect(await authenticator.headers()).toEqual(first);
    expect(logins).toBe(1);
    await authenticator.renew(first);
    // All whose requests were refused with it share one login.
    await Promise.all([1, 2, 3].map(() => authenticator.headers()));
    await authenticator.renew(first);
    await authenticator.headers();
    expect(logins).toBe(2);
  });

  it.each([-7_200, -300, 300, 7_200])(
    'renews by the life of the token where its clock is %i s off',
    async off => {
      const issued = now / 1000 + off;
      answer = async () =>
        new UnsecuredJWT({})
          .setIssuedAt(issued)
          .setExpirationTime(issued + 3_600)
          .encode();
      const authenticator = create();
      await authenticator.headers();
      now = start + 3_539_000;
      await authenticator.headers();
      expect(logins).toBe(1);
      now = start + 3_541_000;
      await authenticator.headers();
      expect(logins).toBe(2);
    },
  );

  it('uses a token that is no JWT until it is refused', async () => {
    answer = async () => `opaque-${logins}`;
    const authenticator = create();
    const first = await authenticator.headers();
    now += 1_000_000_000;
    expect(await authenticator.headers()).toEqual(first);
    await expect(authenticator.renew(first)).resolves.toBe(true);
    expect(await authenticator.headers()).toEqual({
      authorization: 'Bearer opaque-2',
    });
  });

  it('does not throw away a newer token for the refusal of an older one', async () => {
    answer = async () => `opaque-${logins}`;
    const authenticator = create();
    const first = await authenticator.headers();
    await authenticator.renew(first);
    const second = await authenticator.headers();
    await authenticator.renew(first);
    expect(await authenticator.headers()).toEqual(second);
    expect(logins).toBe(2);
  });

  it('does not hammer a login that refuses', async () => {
    answer = async () => {
      throw new UpstreamError({ kind: 'unauthorized', upstream: 'test' });
    };
    const authenticator = create();
    await expect(authenticator.headers()).rejects.toThrow('refused');
    await expect(authenticator.headers()).rejects.toThrow('refused');
    expect(logins).toBe(1);
    now += 60_001;
    await expect(authenticator.headers()).rejects.toThrow('refused');
    expect(logins).toBe(2);
  });

  it('tries again at once after a login that only failed', async () => {
    answer = async () => {
      throw new UpstreamError({ kind: 'unreachable', upstream: 'test' });
    };
    const authenticator = create();
    await expect(authenticator.headers()).rejects.toThrow('could not connect');
    answer = async () => 'opaque';
    await expect(authenticator.headers()).resolves.toEqual({
      authorization: 'Bearer opaque',
    });
  });
});
