import { identityKey, sharedIdentities } from './sharedIdentities';
import { ResolvedIdentity } from './types';

const live: ResolvedIdentity = {
  state: 'live',
  reason: '',
  controlPlane: 'eu',
  mesh: 'default',
  uriSans: ['spiffe://td/workers'],
  proxies: ['worker-1'],
  taskIds: [],
};
const none: ResolvedIdentity = {
  state: 'none',
  reason: '',
  uriSans: [],
  proxies: [],
  taskIds: [],
};

describe('sharedIdentities', () => {
  it('counts a DAG once, and per mesh', () => {
    const shared = sharedIdentities([
      ['a', [live, live]],
      ['b', [live]],
      ['c', [{ ...live, mesh: 'other' }]],
      ['d', [none]],
    ]);
    expect(shared.get(identityKey(live)!)).toEqual(['a', 'b']);
    expect(shared.size).toBe(2);
  });

  it('has no key for what nobody shows', () => {
    expect(identityKey(none)).toBeUndefined();
  });
});
