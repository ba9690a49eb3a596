import {
  AccessRequest,
  GraphAnswer,
  GraphQuery,
  ImpactAnswer,
  ImpactQuery,
  PathAnswer,
  PolicyReference,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useRef } from 'react';
import { AirflowKumaApi } from '../../api';
import { useApiClient } from '../../hooks/useApiClient';
import { Loaded, POLL_MILLISECONDS, useLoad } from '../../hooks/useLoad';
import { UrlState } from '../../hooks/useUrlState';
import { loadPath, PathQuestion } from './pathQuestion';

/** A change of permissions to look at before it is made. */
export type ProposedChange =
  | { request: string }
  | {
      controlPlane: string;
      mesh: string;
      kind: PolicyReference['kind'];
      name: string;
    };

/** The change that the address asks about, if any. */
export function readProposedChange(
  url: Pick<UrlState, 'one'>,
): ProposedChange | undefined {
  const request = url.one('ifApproved');
  if (request) return { request };
  const [kind, name] = (url.one('ifRemoved') ?? '').split('/');
  const controlPlane = url.one('inControlPlane');
  const mesh = url.one('inMesh');
  if (!name || !controlPlane || !mesh) return undefined;
  if (kind !== 'MeshTrafficPermission' && kind !== 'TrafficPermission') {
    return undefined;
  }
  return { controlPlane, mesh, kind, name };
}

/** What is drawn, with what was asked beyond the graph as it is. */
type Drawn = {
  answer: GraphAnswer;
  impact?: ImpactAnswer;
  path?: PathAnswer;
};

/** The graph as it is, what a proposed change would make of it, or a way through it. */
export function useGraphAnswer(
  query: GraphQuery,
  change: ProposedChange | undefined,
  path: PathQuestion | undefined,
): Loaded<Drawn> {
  const api = useApiClient();
  const last = useRef<{ text: string; drawn: Drawn }>();
  const load = async (signal: AbortSignal): Promise<Drawn> => {
    if (change) return loadImpact(api, change, signal);
    if (!path) return wrap(await api.graph(query, signal));
    const drawn = await loadPath(api, path, signal);
    // The same object for the same way, so that a quiet poll draws nothing.
    const text = JSON.stringify([drawn.path, drawn.answer.nodes]);
    if (last.current?.text !== text) last.current = { text, drawn };
    return last.current.drawn;
  };
  return useLoad(
    load,
    JSON.stringify([query, change, path]),
    // The past does not change; neither does a change that is not made yet.
    { poll: query.asOf || change ? undefined : POLL_MILLISECONDS },
  );
}

const wrapped = new WeakMap<GraphAnswer, { answer: GraphAnswer }>();

/** The same object for the same answer, so that a quiet poll draws nothing. */
function wrap(answer: GraphAnswer): { answer: GraphAnswer } {
  const known = wrapped.get(answer);
  if (known) return known;
  const made = { answer };
  wrapped.set(answer, made);
  return made;
}

async function loadImpact(
  api: AirflowKumaApi,
  change: ProposedChange,
  signal: AbortSignal,
) {
  const impact = await api.impact(await toQuery(api, change, signal), signal);
  return { answer: toAnswer(impact), impact };
}

async function toQuery(
  api: AirflowKumaApi,
  change: ProposedChange,
  signal: AbortSignal,
): Promise<ImpactQuery> {
  if (!('request' in change)) {
    const { controlPlane, mesh, kind, name } = change;
    return { controlPlane, mesh, remove: [{ kind, name }] };
  }
  const [request, preview] = await Promise.all([
    api.request(change.request, signal),
    api.requestPreview(change.request, signal),
  ]);
  const { controlPlane, mesh }: AccessRequest = request;
  return { controlPlane, mesh, add: preview.policies.map(({ yaml }) => yaml) };
}

/** What changes, as a graph of its own. */
export function toAnswer(impact: ImpactAnswer): GraphAnswer {
  const { nodes, edges, hidden } = impact;
  const dags = nodes.filter(({ kind }) => kind === 'dag').length;
  return {
    nodes,
    edges,
    hidden,
    groups: [],
    totals: {
      dags,
      services: nodes.length - dags,
      edges: edges.length,
      states: {},
    },
    asOf: new Date().toISOString(),
    permittedOnly: 0,
  };
}
