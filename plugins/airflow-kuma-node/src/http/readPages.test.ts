import { ListPage, readPages } from './readPages';

type Item = { id: string };

/** Pages of lists, one list per reading of a page: lists change in between. */
function pagesOf(...lists: string[][]) {
  let calls = 0;
  const offsets: number[] = [];
  return {
    offsets,
    page: async (offset: number): Promise<ListPage<Item>> => {
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

function read(pages: { page: (offset: number) => Promise<ListPage<Item>> }) {
  return readPages({
    upstream: 'test',
    request: 'GET /list',
    page: pages.page,
    keyOf: item => item.id,
  }).then(items => items.map(item => item.id).join(''));
}

describe('readPages', () => {
  it('reads to the end, by what was received', async () => {
    const pages = pagesOf([...'abcde']);
    await expect(read(pages)).resolves.toBe('abcde');
    expect(pages.offsets).toEqual([0, 2, 4]);
  });

  it('reads an empty list with one request', async () => {
    const pages = pagesOf([]);
    await expect(read(pages)).resolves.toBe('');
    expect(pages.offsets).toEqual([0]);
  });

  it('reads a list again that grew in front, as one item is missing', async () => {
    await expect(read(pagesOf([...'bcde'], [...'abcde']))).resolves.toBe(
      'abcde',
    );
  });

  it('drops what a list that grew in front of the rest repeats', async () => {
    const pages = pagesOf([...'bcde'], [...'abcde']);
    await expect(
      readPages({
        upstream: 'test',
        request: 'GET /list',
        page: pages.page,
        keyOf: (item: Item) => item.id,
        until: page => page.length < 2,
      }),
    ).resolves.toEqual([...'bcde'].map(id => ({ id })));
  });

  it('reads a list that shrank once more from the start', async () => {
    const pages = pagesOf([...'abcde'], [...'abde']);
    await expect(read(pages)).resolves.toBe('abde');
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
    const items = await readPages({
      ...options,
      page: pages.page,
      overlap: true,
    });
    expect(items.map(item => item.id).join('')).toBe('bcdef');
    expect(pages.offsets).toEqual([0, 1, 0, 1, 2, 3]);
  });

  it('starts again when the upstream restarts empty and comes back', async () => {
    const pages = pagesOf([...'abcd'], [], [...'abcd']);
    await expect(read(pages)).resolves.toBe('abcd');
  });

  it('gives up when the second reading is no better', async () => {
    const pages = pagesOf([...'abcdef'], [...'abcde'], [...'abcd'], [...'abc']);
    await expect(read(pages)).rejects.toMatchObject({
      kind: 'inconsistent',
      message: expect.stringContaining('its total fell from 4 to 3'),
    });
  });

  it('does not go on for ever where the offset is ignored', async () => {
    await expect(
      read({
        page: async () => ({ items: [{ id: 'a' }, { id: 'b' }], total: 5 }),
      }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('2 distinct items of 5'),
    });
  });

  it('follows the offset that the upstream names', async () => {
    const offsets: number[] = [];
    await readPages({
      upstream: 'test',
      request: 'GET /list',
      keyOf: (item: Item) => item.id,
      page: async offset => {
        offsets.push(offset);
        return {
          items: [{ id: `${offset}` }],
          next: offset < 20 ? offset + 10 : undefined,
        };
      },
    });
    expect(offsets).toEqual([0, 10, 20]);
  });

  it('lets a moving list miss a little at the second reading', async () => {
    const page = (missing: number) => async (offset: number) => ({
      items:
        offset === 0
          ? Array.from({ length: 20 - missing }, (_, id) => ({ id: `${id}` }))
          : [],
      total: 20,
    });
    const options = {
      upstream: 'test',
      request: 'GET /list',
      keyOf: (item: Item) => item.id,
      moving: true,
    };
    await expect(
      readPages({ ...options, page: page(2) }),
    ).resolves.toHaveLength(18);
    await expect(
      readPages({ ...options, page: page(3) }),
    ).rejects.toMatchObject({ kind: 'inconsistent' });
    await expect(
      readPages({ ...options, moving: false, page: page(1) }),
    ).rejects.toMatchObject({ kind: 'inconsistent' });
  });
});
