import { edgeDags, edgeSource, identityId, visibleEdge } from './callers';
import { Edge } from './types';

const observed = {
  outcome: 'seen' as const,
  reason: '',
  evidence: [],
  sharedBy: 3,
};
const edge = (more: Partial<Edge>): Edge => ({
  service: 's',
  state: 'undeclared',
  reason: '',
  declared: [],
  permitted: { outcome: 'allow', reason: '', ports: [], asIntended: true },
  observed,
  grants: [],
  ...more,
});
const shared = edge({
  caller: {
    id: identityId('pool'),
    controlPlane: 'eu',
    mesh: 'default',
    uriSans: ['spiffe://pool'],
    sharedBy: 3,
    couldBe: ['a', 'b'],
    total: 2,
    reason: '',
  },
});

describe('who an edge is of', () => {
  it('is the DAG, or those that share the identity', () => {
    expect(edgeDags(edge({ dag: 'a' }))).toEqual(['a']);
    expect(edgeDags(shared)).toEqual(['a', 'b']);
    expect(edgeSource(edge({ dag: 'a' }))).toBe('a');
    expect(edgeSource(shared)).toBe('identity:pool');
  });

  it('names only what is visible, and is gone with the last of it', () => {
    const seenBy = (...refs: string[]) =>
      visibleEdge(shared, ref => refs.includes(ref));
    expect(seenBy('s', 'a', 'b')).toBe(shared);
    expect(seenBy('s', 'b')?.caller).toMatchObject({
      couldBe: ['b'],
      total: 2,
    });
    expect(seenBy('s')).toBeUndefined();
    expect(seenBy('a', 'b')).toBeUndefined();
  });

  it('does not name a hidden DAG at which calls are told', () => {
    const told = edge({ dag: 'a', observed: { ...observed, toldAt: 'b' } });
    const seen = visibleEdge(told, ref => ref !== 'b');
    expect(JSON.stringify(seen)).not.toContain('"b"');
    expect(seen?.observed.toldAt).toBeDefined();
  });
});
