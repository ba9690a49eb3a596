import { countOf, ListPage, readPages } from './readPages';

type Item = { id: string };

/** Pages of lists, one list per reading of a page: lists change in between. */
function pagesOf(...lists: string[][]) {
  let calls = 0;
  const offsets: number[] = [];
  return {
    offsets,
    page: async ({ offset }: { offset: number }): Promise<ListPage<Item>> => {
      const list = lists[Math.min(calls, lists.length - 1)];
      calls += 1;
      offsets.push(offset);
      return {
        items: list.slice(offset, offset + 2).map(id => ({ id })),
        total: list.length,
      };
    },
  };
}

function read(pages: {
  page: (range: { offset: number; size: number }) => Promise<ListPage<Item>>;
}) {
  return readPages({
    upstream: 'test',
    request: 'GET /list',
    page: pages.page,
    size: 2,
    keyOf: item => item.id,
  }).then(({ items, doubt }) => ({
    ids: items.map(item => item.id).join(''),
    doubt,
  }));
}

describe('readPages', () => {
  it('reads to the end, by what was received', async () => {
    const pages = pagesOf([...'abcde']);
    await expect(read(pages)).resolves.toEqual({ ids: 'abcde' });
    expect(pages.offsets).toEqual([0, 2, 4]);
  });

  it('reads an empty list with one request', async () => {
    const pages = pagesOf([]);
    await expect(read(pages)).resolves.toEqual({ ids: '' });
    expect(pages.offsets).toEqual([0]);
  });

  it('reads a list again that grew in front, as one item is missing', async () => {
    await expect(read(pagesOf([...'bcde'], [...'abcde']))).resolves.toEqual({
      ids: 'abcde',
    });
  });

  it('drops what a list that grew in front of the rest repeats', async () => {
    const pages = pagesOf([...'bcde'], [...'abcde']);
    await expect(
      readPages({
        upstream: 'test',
        request: 'GET /list',
        page: pages.page,
        size: 2,
        keyOf: (item: Item) => item.id,
        until: page => page.length < 2,
      }),
    ).resolves.toMatchObject({ items: [...'bcde'].map(id => ({ id })) });
  });

  it('reads a list that shrank once more from the start', async () => {
    const pages = pagesOf([...'abcde'], [...'abde']);
    await expect(read(pages)).resolves.toEqual({ ids: 'abde' });
    expect(pages.offsets).toEqual([0, 2, 0, 2]);
  });

  it('notices by the overlap that a list shrank and grew', async () => {
    // a goes and f comes after the first page: the total stays the same
    const pages = pagesOf([...'abcde'], [...'bcdef'], [...'bcdef']);
    const options = {
      upstream: 'test',
      request: 'GET /list',
      keyOf: (item: Item) => item.id,
    };
    const { items } = await readPages({
      ...options,
      page: pages.page,
      size: 2,
      overlap: true,
    });
    expect(items.map(item => item.id).join('')).toBe('bcdef');
    expect(pages.offsets).toEqual([0, 1, 0, 1, 2, 3]);
  });

  it('starts again when the upstream restarts empty and comes back', async () => {
    const pages = pagesOf([...'abcd'], [], [...'abcd']);
    await expect(read(pages)).resolves.toEqual({ ids: 'abcd' });
  });

  it('gives what two readings saw together when the second is no better', async () => {
    const pages = pagesOf([...'abcdef'], [...'abcde'], [...'abcd'], [...'abc']);
    await expect(read(pages)).resolves.toEqual({
      ids: 'ab',
      doubt: { reason: 'its total fell from 4 to 3' },
    });
    const others = pagesOf([...'abcd'], [], [...'cdef'], []);
    await expect(read(others)).resolves.toMatchObject({ ids: 'cdab' });
  });

  it('does not go on for ever where the offset is ignored', async () => {
    let requests = 0;
    const page = (id?: string) => async () => {
      requests += 1;
      return { items: [{ id: id! }, { id: id! }], total: 5 };
    };
    await expect(read({ page: page('a') })).resolves.toEqual({
      ids: 'a',
      doubt: { reason: 'it counts 5 items and gives 1', missing: 4 },
    });
    await read({ page: page(undefined) });
    expect(requests).toBe(4);
  });

  it.each([
    ['absent', undefined, undefined],
    ['none', 0, { reason: 'it counts 0 items and gives 5', missing: 0 }],
    ['too small', 3, { reason: 'it counts 3 items and gives 5', missing: 0 }],
    ['too large', 7, { reason: 'it counts 7 items and gives 5', missing: 2 }],
  ])(
    'pages on to the end where the count is %s',
    async (_what, total, doubt) => {
      const { page, offsets } = pagesOf([...'abcde']);
      await expect(
        read({ page: async range => ({ ...(await page(range)), total }) }),
      ).resolves.toEqual({ ids: 'abcde', doubt });
      // The count may be of pages that moved: those are read once more.
      expect(offsets.slice(0, 4)).toEqual([0, 2, 4, 5]);
    },
  );

  it.each([null, '5', -1, NaN, 2.5, {}, undefined])(
    'takes no count from %p',
    total => expect(countOf(total)).toBeUndefined(),
  );

  it('follows the offset that the upstream names', async () => {
    const offsets: number[] = [];
    await readPages({
      upstream: 'test',
      request: 'GET /list',
      keyOf: (item: Item) => item.id,
      size: 1,
      page: async ({ offset }) => {
        offsets.push(offset);
        return {
          items: offset > 20 ? [] : [{ id: `${offset}` }],
          next: offset < 20 ? offset + 10 : undefined,
        };
      },
    });
    expect(offsets).toEqual([0, 10, 20, 21]);
  });

  it('lets a moving list miss a little at the second reading', async () => {
    const page =
      (missing: number) =>
      async ({ offset }: { offset: number }) => ({
        items:
          offset === 0
            ? Array.from({ length: 20 - missing }, (_, id) => ({ id: `${id}` }))
            : [],
        total: 20,
      });
    const twoPages =
      (missing: number) =>
      async ({ offset }: { offset: number }) => ({
        items: Array.from({ length: 20 - missing }, (_, id) => ({
          id: `${id}`,
        })).slice(offset, offset + 10),
        total: 20,
      });
    const options = {
      upstream: 'test',
      request: 'GET /list',
      keyOf: (item: Item) => item.id,
      moving: true,
    };
    const count = async (more: object) => {
      const { items, doubt } = await readPages({
        ...options,
        page: page(2),
        size: 10,
        ...more,
      });
      return [items.length, doubt?.missing];
    };
    expect(await count({})).toEqual([18, 2]);
    expect(await count({ page: twoPages(2) })).toEqual([18, undefined]);
    expect(await count({ page: twoPages(3) })).toEqual([17, 3]);
    expect(await count({ page: twoPages(1), moving: false })).toEqual([19, 1]);
  });
});
