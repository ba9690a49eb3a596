import {
  CallChange,
  CallEnds,
  Edge,
  edgeDags,
  edgeSource,
  READINESS_STATES,
  ReadinessCall,
  DestinationServicePort,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeSet } from '../graph/DefaultEdgeReader';
import { Slices } from '../graph/queries/Slices';
import { DagFact, MeshKey, ServiceFact } from '../sync/InventoryReader';
import { CallJudgements } from './CallJudgements';

/** A call, with what an answer does not show. */
export type JudgedCall = ReadinessCall & {
  /** Of the DAG, or of those that it could be of. */
  owner: string;
  edge: Edge;
  /** Proxies of the caller in this mesh. */
  proxies: string[];
  destination?: Pick<DestinationServicePort, 'kind' | 'name'>;
};

type Callers = { uriSans: string[]; proxies: string[] }[];

/**
 * Every declared, granted and observed call into a mesh, today and under 3.0:
 * of each edge the port that fares worst.
 */
export async function judgeCalls(
  set: EdgeSet,
  key: MeshKey,
  judgements: CallJudgements,
): Promise<JudgedCall[]> {
  const { facts } = set;
  const dags = new Map(facts.dags.map(dag => [dag.ref, dag]));
  const services = new Map(
    facts.services
      .filter(({ controlPlane, mesh }) => isOf(key, controlPlane, mesh))
      .map(service => [service.ref, service]),
  );
  const shown = shownBy(set, key);
  const work = new Slices(Infinity);
  const calls: JudgedCall[] = [];
  for (const edge of set.edges) {
    const service = edge.service ? services.get(edge.service) : undefined;
    if (edge.service && !service) continue;
    const callers = edge.caller
      ? shown(edge.caller.uriSans)
      : callersOf(set, key, edge.dag);
    // What is declared and is nothing here is looked at where its DAG runs.
    if (!service && callers.every(({ proxies }) => proxies.length === 0)) {
      continue;
    }
    await work.spend(1);
    const proxies = callers.flatMap(caller => caller.proxies);
    const change = service
      ? withReason(
          edge,
          callers,
          worstChange(edge, service, callers, judgements),
        )
      : judgements.past(proxies, edge.reason);
    calls.push({
      ...callOf(edge, change, dags.get(edge.dag ?? ''), service),
      owner: ownerOf(edge, dags),
      edge,
      proxies,
    });
  }
  return calls;
}

function isOf(key: MeshKey, controlPlane?: string, mesh?: string): boolean {
  return key.controlPlane === controlPlane && key.mesh === mesh;
}

function callersOf(
  { facts }: EdgeSet,
  key: MeshKey,
  dag: string | undefined,
): Callers {
  return (facts.identities.get(dag ?? '') ?? []).filter(
    ({ controlPlane, mesh, uriSans }) =>
      isOf(key, controlPlane, mesh) && uriSans.length > 0,
  );
}

/** Finds the proxies that show an identity. */
function shownBy({ facts }: EdgeSet, key: MeshKey) {
  const byIdentity = new Map<string, string[]>();
  for (const { controlPlane, mesh, name, uriSans } of facts.proxies) {
    if (!isOf(key, controlPlane, mesh)) continue;
    const id = uriSans.join(' ');
    const known = byIdentity.get(id);
    if (known) known.push(name);
    else byIdentity.set(id, [name]);
  }
  return (uriSans: string[]): Callers => [
    { uriSans, proxies: byIdentity.get(uriSans.join(' ')) ?? [] },
  ];
}

type PortChange = CallChange & { port?: number };

function worstChange(
  edge: Edge,
  service: ServiceFact,
  callers: Callers,
  judgements: CallJudgements,
): PortChange {
  const ports = edge.permitted.ports.map(({ port }) => port);
  const known =
    ports.length > 0 ? ports : service.ports.map(({ port }) => port);
  const changes = (known.length > 0 ? known : [undefined]).map(
    (port): PortChange => ({
      ...judgements.of({
        callers,
        destination: { kind: service.kind, name: service.name, port },
        isExternal:
          service.kind === 'ServiceTag' && service.dataplanes.length === 0,
        isSeen: edge.observed.outcome === 'seen',
      }),
      ...(known.length > 1 && { port }),
    }),
  );
  return changes.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

/** Why nothing is known of a caller, the graph says better. */
function withReason(
  { permitted }: Edge,
  callers: Callers,
  change: PortChange,
): PortChange {
  if (callers.length > 0 || permitted.outcome !== 'unknown') return change;
  const { reason } = permitted;
  const say = (ends: CallEnds): CallEnds =>
    ends.outcome === 'unknown' ? { ...ends, reason } : ends;
  return { ...change, before: say(change.before), after: say(change.after) };
}

function rank({ state }: CallChange): number {
  return READINESS_STATES.indexOf(state);
}

function callOf(
  edge: Edge,
  change: PortChange,
  dag: DagFact | undefined,
  service: ServiceFact | undefined,
): ReadinessCall & Pick<JudgedCall, 'destination'> {
  const { caller } = edge;
  const tasks = edge.declared.flatMap(({ taskId }) => taskId ?? []);
  return {
    id: `${edgeSource(edge)} ${edge.service ?? edge.unresolved}`,
    ...(edge.dag && { dag: edge.dag, dagName: dag?.displayName }),
    ...(caller && {
      caller: {
        uriSans: caller.uriSans,
        couldBe: caller.couldBe,
        total: caller.total,
      },
    }),
    tasks: [...new Set(tasks)],
    serviceName: service?.displayName ?? edge.unresolved ?? '',
    ...(service && {
      service: service.ref,
      serviceOwner: service.owner,
      destination: { kind: service.kind, name: service.name },
    }),
    declared: edge.declared.length > 0,
    granted: edge.grants.length > 0,
    observed: edge.observed.outcome,
    ...change,
  };
}

/** Of a shared identity: who owns most of the DAGs that a call could be of. */
function ownerOf(edge: Edge, dags: Map<string, DagFact>): string {
  const counts = new Map<string, number>();
  for (const ref of edgeDags(edge)) {
    const owner = dags.get(ref)?.owner;
    if (owner) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  }
  const [most] = [...counts].sort(
    ([a, left], [b, right]) => right - left || (a < b ? -1 : 1),
  );
  return most?.[0] ?? '';
}
