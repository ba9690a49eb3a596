import { nameWithId } from './nameWithId';

describe('nameWithId', () => {
  it.each([
    ['orders', 'orders', 'orders'],
    [
      'Embed new documents',
      'embed_documents',
      'Embed new documents (embed_documents)',
    ],
  ])('says %s, %s as "%s"', (name, id, expected) => {
    expect(nameWithId(name, id)).toBe(expected);
  });
});
