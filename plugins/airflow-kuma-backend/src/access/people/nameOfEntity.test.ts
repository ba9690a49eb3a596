import { nameInRef, nameOfEntity } from './nameOfEntity';

const entity = (metadata: object, spec?: object) =>
  ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'data', ...metadata },
    ...(spec && { spec }),
  } as Parameters<typeof nameOfEntity>[0]);

describe('nameOfEntity', () => {
  it.each([
    [
      'a display name',
      entity({ title: 'T' }, { profile: { displayName: 'D' } }),
      'D',
    ],
    ['a title', entity({ title: 'T' }, { profile: { displayName: ' ' } }), 'T'],
    ['the name alone', entity({}, { profile: 'odd' }), 'data'],
  ])('takes %s', (_what, given, name) => {
    expect(nameOfEntity(given)).toBe(name);
  });
});

describe('nameInRef', () => {
  it('leaves out kind and namespace, and leaves what is no ref as it is', () => {
    expect(nameInRef('group:default/data')).toBe('data');
    expect(nameInRef('no ref at all')).toBe('no ref at all');
  });
});
