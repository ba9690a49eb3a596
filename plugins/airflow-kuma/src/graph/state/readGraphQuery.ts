import {
  EdgeState,
  GRAPH_GROUPINGS,
  GraphGrouping,
  GraphQuery,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATE_ORDER } from '../../components/status/edgeStates';
import { FILTER_KEYS } from '../../hooks/filterKeys';
import { UrlState } from '../../hooks/useUrlState';

/** By what the graph can be grouped, in words. */
export const GROUPINGS: Record<GraphGrouping, string> = {
  dataDomain: 'Data domain',
  owner: 'Team',
  environment: 'Environment',
  instance: 'Instance',
  mesh: 'Mesh',
  namespace: 'Namespace',
  none: 'Nothing',
};

/** Steps from the focus unless the address says otherwise. */
export const DEFAULT_DEPTH = 1;
/** The backend follows at most this many steps. */
export const MAXIMUM_DEPTH = 5;

/** What the graph shows, as the address says it; odd values fall away. */
export function readGraphQuery(
  url: Pick<UrlState, 'one' | 'all'>,
  fixedFocus?: string,
): GraphQuery {
  const focus = fixedFocus
    ? [fixedFocus, ...url.all('focus')]
    : url.all('focus');
  const query: GraphQuery = {
    // Grouped by default, so that nobody opens on everything at once; around
    // a focus there is little enough to show as it is.
    grouping:
      toGrouping(url.one('grouping')) ?? (focus.length ? 'none' : 'dataDomain'),
  };
  const open = url.all('open');
  if (open.length) query.open = open;
  if (focus.length) {
    query.focus = focus;
    query.depth = toDepth(url.one('depth'));
  }
  const edgeState = url
    .all('edgeState')
    .filter((state): state is EdgeState =>
      EDGE_STATE_ORDER.includes(state as EdgeState),
    );
  if (edgeState.length) query.edgeState = edgeState;
  const deniedWithin = Number(url.one('deniedWithin'));
  if (Number.isInteger(deniedWithin) && deniedWithin > 0) {
    query.deniedWithin = deniedWithin;
  }
  if (url.one('identities') === 'true') query.identities = true;
  const asOf = toInstant(url.one('asOf'));
  if (asOf) query.asOf = asOf;
  const compareTo = toInstant(url.one('compareTo'));
  if (compareTo) query.compareTo = compareTo;
  const limit = Number(url.one('limit'));
  if (Number.isInteger(limit) && limit > 0) query.limit = limit;
  const text = url.one('text');
  if (text) query.text = text;
  for (const key of FILTER_KEYS) {
    const values = url.all(key);
    if (values.length) query[key] = values;
  }
  return query;
}

function toGrouping(text: string | undefined): GraphGrouping | undefined {
  return GRAPH_GROUPINGS.find(grouping => grouping === text);
}

function toDepth(text: string | undefined): number {
  const depth = Number(text);
  return Number.isInteger(depth) && depth >= 1 && depth <= MAXIMUM_DEPTH
    ? depth
    : DEFAULT_DEPTH;
}

function toInstant(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
