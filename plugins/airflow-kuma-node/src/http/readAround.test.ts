import { ListHoles } from './ListHoles';
import { Hole, readAround } from './readAround';
import { readPages } from './readPages';
import { UpstreamError, UpstreamErrorKind } from './UpstreamError';

/** A list of which some items make every page fail that they are on. */
function listWith(
  length: number,
  bad: number[],
  kind: UpstreamErrorKind = 'server-error',
) {
  const ids = Array.from({ length }, (_, index) => `dag-${index}`);
  const asked: [offset: number, size: number][] = [];
  const ask = async ({ offset, size }: { offset: number; size: number }) => {
    asked.push([offset, size]);
    if (bad.some(at => at >= offset && at < offset + size)) {
      throw new UpstreamError({ upstream: 'test', kind, detail: 'boom' });
    }
    return { items: ids.slice(offset, offset + size), total: length };
  };
  const read = async (known?: Hole[], overlap = true) => {
    asked.length = 0;
    const found = await readPages({
      upstream: 'test',
      request: 'GET /dags',
      page: ask,
      size: 10,
      overlap,
      known,
      keyOf: id => id,
    });
    return { ...found, missing: ids.filter(id => !found.items.includes(id)) };
  };
  return { ask, asked, read };
}

describe('a list with items that it cannot tell', () => {
  it.each([
    ['the first', [0]],
    ['one in the middle', [13]],
    ['the last', [24]],
    ['the last of a page', [9]],
    ['the first of the next page', [10]],
    ['two beside each other', [4, 5]],
    ['two on pages apart', [3, 21]],
    ['all but one of a page', [0, 1, 2, 3, 4, 5, 6, 7, 9]],
  ])('is read without %s', async (_name, bad) => {
    for (const overlap of [true, false]) {
      const { read } = listWith(25, bad);
      // Nothing was told before the third of them, were they the first.
      if (bad.length > 3) continue;
      const found = await read(undefined, overlap);
      expect(found.missing).toEqual(bad.map(at => `dag-${at}`));
      expect(found.holes.map(({ at }) => at)).toEqual(bad);
      // Any known item may be what cannot be told, so none counts as gone.
      expect(found.doubt).toEqual({ reason: expect.stringContaining('boom') });
      expect(found.doubt?.missing).toBeUndefined();
    }
  });

  it.each(['server-error', 'not-json', 'unexpected-shape'] as const)(
    'is read around a page that fails by %s',
    async kind => {
      expect((await listWith(12, [5], kind).read()).missing).toEqual(['dag-5']);
    },
  );

  it.each(['forbidden', 'unreachable', 'rate-limited', 'timeout'] as const)(
    'is not searched where %s, which no item causes',
    async kind => {
      const { read, asked } = listWith(12, [5], kind);
      await expect(read()).rejects.toMatchObject({ kind });
      expect(asked).toHaveLength(1);
    },
  );

  it('fails as a whole after few requests where nothing of it is told', async () => {
    const all = Array.from({ length: 100 }, (_, index) => index);
    const { ask, asked } = listWith(100, all);
    await expect(
      readAround(ask, { offset: 0, size: 100 }),
    ).rejects.toMatchObject({ kind: 'server-error' });
    expect(asked.length).toBeLessThan(15);
  });

  it('costs one request more once it is known, and finds what moved', async () => {
    const { read, asked } = listWith(25, [13]);
    const { holes } = await read();
    const searched = asked.length;
    expect((await read(holes)).missing).toEqual(['dag-13']);
    expect(asked).toEqual([
      [0, 10],
      [9, 4],
      [14, 5],
      [18, 10],
    ]);
    expect(asked.length).toBeLessThan(searched);
    // Somebody made a DAG before it: the place that is left out is a good one.
    const moved = await listWith(26, [14]).read(holes);
    expect(moved.holes.map(({ at }) => at)).toEqual([13, 14]);
  });

  it('is looked at again after pauses that grow to an hour', () => {
    let now = 0;
    const holes = new ListHoles(() => now);
    const hole = { at: 3, reason: 'boom' };
    const pauses: number[] = [];
    for (let look = 0; look < 9; look++) {
      holes.note('/dags', [hole]);
      const since = now;
      while (holes.waiting('/dags').length > 0) now += 60_000;
      pauses.push((now - since) / 60_000);
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    holes.note('/dags', []);
    holes.note('/dags', [hole]);
    now += 60_000;
    expect(holes.waiting('/dags')).toEqual([]);
  });

  it('is not searched again by reads while its items wait', () => {
    let now = 0;
    const holes = new ListHoles(() => now);
    const hole = { at: 3, reason: 'boom' };
    holes.note('/dags', [hole]);
    now = 30_000;
    holes.note('/dags', [hole]);
    now = 60_000;
    expect(holes.waiting('/dags')).toEqual([]);
  });
});
