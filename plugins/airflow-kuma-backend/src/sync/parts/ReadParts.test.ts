import { ReadParts } from './ReadParts';

const begin = () =>
  ReadParts.begin({
    before: [],
    now: '2026-11-27T10:00:00.000Z',
    good: new Map(),
    signal: new AbortController().signal,
    budget: 50,
  });

describe('ReadParts', () => {
  it('lists parts as they were asked for, whichever answers first', async () => {
    const parts = begin();
    let answer = () => {};
    const slow = new Promise<void>(resolve => {
      answer = resolve;
    });
    const reads = [
      parts.read({ name: 'first' }, async () => {
        await slow;
        return 1;
      }),
      parts.read({ name: 'second', mesh: 'b' }, async () => 2),
      parts.read({ name: 'second', mesh: 'a' }, async () => 3),
    ];
    await Promise.all(reads.slice(1));
    answer();
    await Promise.all(reads);
    expect(parts.list.map(({ name, mesh }) => [name, mesh])).toEqual([
      ['first', undefined],
      ['second', 'a'],
      ['second', 'b'],
    ]);
  });

  it('lets a part that takes too long fail, and only it', async () => {
    const parts = begin();
    const late = parts.read(
      { name: 'late' },
      signal =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    const other = parts.read({ name: 'other' }, async () => 1);
    expect(await late).toMatchObject({ value: undefined, state: 'failed' });
    expect(await other).toMatchObject({ value: 1, state: 'read' });
    expect(parts.list[0].reason).toBe('It did not come within 0.05 s.');
  });

  it('ends with the whole read', async () => {
    const controller = new AbortController();
    const parts = ReadParts.begin({
      before: [],
      now: '2026-11-27T10:00:00.000Z',
      good: new Map(),
      signal: controller.signal,
      budget: 60_000,
    });
    const read = parts.read({ name: 'any' }, async () => {
      controller.abort(new Error('the backend stops'));
      throw new Error('lost');
    });
    await expect(read).rejects.toThrow('the backend stops');
  });

  it('shows nothing of an error of our own but its name', async () => {
    const parts = begin();
    await parts.read({ name: 'any' }, async () => {
      throw new TypeError('a secret is undefined');
    });
    expect(parts.list[0].reason).toContain('TypeError');
    expect(parts.list[0].reason).not.toContain('secret');
  });
});
