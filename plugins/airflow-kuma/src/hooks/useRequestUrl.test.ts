import { toFormData } from './useRequestUrl';

describe('toFormData', () => {
  it.each([
    [{}, {}],
    [{ source: 'component:default/a' }, { source: 'component:default/a' }],
    [
      { destination: 'resource:default/b', port: 8080, reason: 'why' },
      { destination: { ref: 'resource:default/b', port: 8080 }, reason: 'why' },
    ],
  ])('of %j', (prefill, expected) => {
    expect(toFormData(prefill)).toEqual(expected);
  });
});
