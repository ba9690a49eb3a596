import {
  EdgeState,
  ObservedFacet,
  PermittedFacet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** One sentence that says why an edge is in its state. */
export function reasonOf(
  state: EdgeState,
  facets: {
    declared: boolean;
    permitted: PermittedFacet;
    observed: ObservedFacet;
  },
): string {
  const { permitted, observed, declared } = facets;
  switch (state) {
    case 'unknown':
    case 'not-enforced':
      return permitted.reason;
    case 'blocked':
      return permitted.outcome === 'allow'
        ? `${observed.reason} The mesh would let it through now: ${permitted.reason}`
        : observed.reason;
    case 'needs-permission':
      return `The DAG declares this service, and the mesh refuses: ${permitted.reason}`;
    case 'undeclared':
      return observed.sharedBy > 1
        ? `${observed.reason} No DAG that it could be of declares it.`
        : `${observed.reason} No DAG on this identity declares it.`;
    case 'unused':
      return `Permitted, and not used: ${observed.reason}`;
    default:
      return declared
        ? `Declared, and ${outcomeWords(permitted)}: ${permitted.reason}`
        : permitted.reason;
  }
}

function outcomeWords(permitted: PermittedFacet): string {
  return permitted.outcome === 'allow' ? 'permitted' : permitted.outcome;
}
