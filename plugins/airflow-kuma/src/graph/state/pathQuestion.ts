import {
  GraphAnswer,
  GraphEdge,
  PathAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AirflowKumaApi } from '../../api';
import { UrlChanges, UrlState } from '../../hooks/useUrlState';

/** How does a DAG reach a service? */
export type PathQuestion = { source: string; destination: string };

/** The question as the address asks it, if it does. */
export function readPathQuestion(
  url: Pick<UrlState, 'one'>,
): PathQuestion | undefined {
  const source = url.one('pathFrom');
  const destination = url.one('pathTo');
  return source && destination ? { source, destination } : undefined;
}

/** What asks it in an address; without a question, what takes it away. */
export function askForPath(question: PathQuestion | undefined): UrlChanges {
  return {
    pathFrom: question?.source,
    pathTo: question?.destination,
    selected: undefined,
  };
}

/** The way with the nodes on it, as a picture of its own. */
export async function loadPath(
  api: AirflowKumaApi,
  question: PathQuestion,
  signal: AbortSignal,
): Promise<{ answer: GraphAnswer; path: PathAnswer }> {
  const path = await api.path(question, signal);
  const around = await api.graph(
    { focus: nodesOn(question, path), depth: 1, grouping: 'none' },
    signal,
  );
  return { answer: drawPath(around, question, path), path };
}

/** Only what is on the way; the lines are its steps. */
export function drawPath(
  around: GraphAnswer,
  question: PathQuestion,
  path: PathAnswer,
): GraphAnswer {
  const wanted = nodesOn(question, path);
  const nodes = wanted.flatMap(
    ref => around.nodes.find(({ id }) => id === ref) ?? [],
  );
  const edges = path.hops.map(
    ({ source, destination, outcome }) =>
      around.edges.find(
        edge =>
          edge.kind === 'access' &&
          edge.source === source &&
          edge.target === destination,
      ) ?? stepOf(source, destination, outcome),
  );
  const dags = nodes.filter(({ kind }) => kind === 'dag').length;
  return {
    nodes,
    edges,
    groups: [],
    hidden: [],
    totals: {
      dags,
      services: nodes.length - dags,
      edges: edges.length,
      states: {},
    },
    asOf: around.asOf,
    permittedOnly: 0,
  };
}

function nodesOn(question: PathQuestion, { hops }: PathAnswer): string[] {
  return [
    ...new Set([
      question.source,
      ...hops.map(({ destination }) => destination),
      question.destination,
    ]),
  ];
}

/** A step that nobody declared and nothing saw: the mesh merely permits it. */
function stepOf(
  source: string,
  target: string,
  outcome: PathAnswer['hops'][number]['outcome'],
): GraphEdge {
  return {
    id: `access ${source} ${target}`,
    source,
    target,
    kind: 'access',
    state: outcome === 'not-enforced' ? 'not-enforced' : 'aligned',
    counts: {},
    total: 1,
  };
}
