import { EdgeState, ObservedFacet, PermittedFacet } from './types';

/**
 * The state of an edge: the first that fits wins, so that what keeps us from
 * knowing hides nothing behind a guess, and a refusal is seen before a wish.
 * @public
 */
export function edgeState(facets: {
  /** Whether the DAG, or another DAG on its identity, declares the service. */
  declaredByAny: boolean;
  declared: boolean;
  permitted: Pick<PermittedFacet, 'outcome'>;
  observed: Pick<ObservedFacet, 'outcome'>;
}): EdgeState {
  const { declared, declaredByAny, permitted, observed } = facets;
  if (permitted.outcome === 'unknown') return 'unknown';
  if (permitted.outcome === 'not-enforced') return 'not-enforced';
  if (observed.outcome === 'denied') return 'blocked';
  if (declared && permitted.outcome === 'deny') return 'needs-permission';
  if (observed.outcome === 'seen' && !declaredByAny) return 'undeclared';
  if (permitted.outcome === 'allow' && observed.outcome === 'silent') {
    return 'unused';
  }
  return 'aligned';
}
