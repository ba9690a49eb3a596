import { UpstreamError } from '../http/UpstreamError';
import { GoneEndpoints } from './GoneEndpoints';

const failing = (kind: 'not-found' | 'forbidden' | 'server-error') =>
  jest.fn(async (): Promise<string> => {
    throw new UpstreamError({ upstream: 'Kuma', kind });
  });
const answering = () => jest.fn(async () => 'answer');

describe('GoneEndpoints', () => {
  let time = 0;
  let gone: GoneEndpoints;
  beforeEach(() => {
    time = 0;
    gone = new GoneEndpoints(() => time);
  });

  it('asks what replaces an endpoint, and then no more for the endpoint', async () => {
    const old = failing('not-found');
    const replacement = answering();
    expect(await gone.askOr('a', old, replacement)).toBe('answer');
    expect(await gone.askOr('a', old, replacement)).toBe('answer');
    expect(old).toHaveBeenCalledTimes(1);
    expect(replacement).toHaveBeenCalledTimes(2);
    // Of others nothing is known.
    const other = answering();
    await gone.askOr('b', other, replacement);
    expect(other).toHaveBeenCalledTimes(1);
  });

  it.each(['forbidden', 'server-error'] as const)(
    'takes none for gone that is %s',
    async kind => {
      const replacement = answering();
      await expect(
        gone.askOr('a', failing(kind), replacement),
      ).rejects.toMatchObject({ kind });
      expect(replacement).not.toHaveBeenCalled();
    },
  );

  it('takes none for gone where the replacement is a 404, too', async () => {
    const old = failing('not-found');
    for (let read = 1; read <= 2; read += 1) {
      await expect(
        gone.askOr('a', old, failing('not-found')),
      ).rejects.toMatchObject({ kind: 'not-found' });
      expect(old).toHaveBeenCalledTimes(read);
    }
  });

  it('throws its 404 again where the replacement is asked elsewhere', async () => {
    const old = failing('not-found');
    const ask = () => gone.ask('a', old);
    await expect(ask()).rejects.toMatchObject({ kind: 'not-found' });
    gone.confirm('a');
    await expect(ask()).rejects.toMatchObject({ kind: 'not-found' });
    expect(old).toHaveBeenCalledTimes(1);
  });

  it('confirms nothing that answered', async () => {
    await gone.ask('a', answering());
    gone.confirm('a');
    const again = answering();
    await gone.ask('a', again);
    expect(again).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['an hour later', () => (time += 60 * 60_000)],
    ['of another control plane', () => gone.forget()],
  ])('asks again %s', async (_, happen) => {
    const old = failing('not-found');
    await gone.askOr('a', old, answering());
    happen();
    const back = answering();
    const replacement = answering();
    await gone.askOr('a', back, replacement);
    expect(back).toHaveBeenCalledTimes(1);
    expect(replacement).not.toHaveBeenCalled();
  });
});
