import {
  DagIdentity,
  GraphEdge,
  GraphNode,
  ImpactAnswer,
  ImpactQuery,
  KumaResource,
  MeshSnapshot,
  visibleEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { ServiceFact } from '../../sync/InventoryReader';
import { EdgeSet } from '../DefaultEdgeReader';
import { createJudge } from '../facts/createJudge';
import { GraphFacts, meshId } from '../facts/GraphFacts';
import { buildScene } from '../picture';
import { affectedCallers } from './affectedCallers';
import { changeSnapshot } from './changeSnapshot';
import { Move, MoveFinder } from './MoveFinder';
import { Slices } from './Slices';

/** Edges that are listed; the rest is counted. */
const EDGES_SHOWN = 300;
/** Verdicts that one question asks for at most; what is left is counted. */
const MOST_VERDICTS = 500_000;
/** Somebody waits for this, so it gives way less than what runs beside. */
const PACE = { sliceMilliseconds: 25, pauseMilliseconds: 0 };

/**
 * What a change of permissions would open and close for visible DAGs, as a
 * diff to draw. Only services that a changed policy selects are looked at,
 * and of callers only those that it can make a difference to.
 */
export async function findImpact(
  set: EdgeSet,
  snapshot: MeshSnapshot,
  query: ImpactQuery,
  visible: VisibleEntities,
): Promise<ImpactAnswer> {
  const { facts, byDag } = set;
  const change = changeSnapshot(snapshot, query, facts.at);
  const work = new Slices(MOST_VERDICTS, PACE);
  const finder = new MoveFinder({
    before: facts.judges.get(meshId(query)) ?? createJudge(snapshot),
    after: createJudge(change.snapshot),
    services: selectedServices(facts, snapshot, query, change.touched).filter(
      ({ ref }) => visible.has(ref),
    ),
    affects: affectedCallers(change.touched),
    work,
  });
  const edges: GraphEdge[] = [];
  const count = { opens: 0, closes: 0, breaks: 0 };
  let notLookedAt = 0;
  for (const dag of facts.dags) {
    if (!visible.has(dag.ref)) continue;
    const moves = await movesOf(facts.identities.get(dag.ref), query, finder);
    if (!moves) notLookedAt += 1;
    for (const [service, move] of moves ?? []) {
      const known = byDag.get(dag.ref)?.find(item => item.service === service);
      const edge = known && visibleEdge(known, ref => visible.has(ref));
      if (move === 'added') count.opens += 1;
      else {
        count.closes += 1;
        const used = edge?.declared.length || edge?.observed.outcome === 'seen';
        if (used) count.breaks += 1;
      }
      edges.push({
        id: `access ${dag.ref} ${service}`,
        source: dag.ref,
        target: service,
        kind: 'access',
        state: edge?.state,
        counts: edge ? { [edge.state]: 1 } : {},
        total: 1,
        edge,
        change: move,
      });
    }
  }
  // What breaks is what people must see; what merely opens comes after.
  edges.sort((a, b) => weight(b) - weight(a));
  const shown = edges.slice(0, EDGES_SHOWN);
  return {
    nodes: nodesOf(set, shown),
    edges: shown,
    ...count,
    hidden: [
      {
        nodes: 0,
        edges: edges.length - shown.length,
        reason: `more than ${EDGES_SHOWN} changes`,
      },
      {
        nodes: notLookedAt,
        edges: 0,
        reason: `not looked at: that takes more than ${MOST_VERDICTS} verdicts`,
      },
    ].filter(({ nodes, edges: left }) => nodes + left > 0),
  };
}

/** Which policies select a service depends neither on callers nor on other policies. */
function selectedServices(
  { services }: GraphFacts,
  snapshot: MeshSnapshot,
  query: ImpactQuery,
  touched: KumaResource[],
): ServiceFact[] {
  const judge = createJudge({
    ...snapshot,
    meshTrafficPermissions: touched.filter(
      ({ type }) => type === 'MeshTrafficPermission',
    ),
    trafficPermissions: touched.filter(
      ({ type }) => type === 'TrafficPermission',
    ),
  });
  return services.filter(
    service =>
      meshId(service) === meshId(query) &&
      (service.ports.length ? service.ports : [undefined]).some(port =>
        judge
          .judgeOnce(
            { uriSans: [] },
            { kind: service.kind, name: service.name, port: port?.port },
          )
          .inbounds.some(({ verdict }) => verdict.selectedBy.length > 0),
      ),
  );
}

/** `undefined` once it would take too much. */
async function movesOf(
  identities: DagIdentity[] = [],
  query: ImpactQuery,
  finder: MoveFinder,
): Promise<Map<string, Move> | undefined> {
  const found = new Map<string, Move>();
  for (const identity of identities) {
    const { controlPlane, mesh, uriSans } = identity;
    if (controlPlane !== query.controlPlane || mesh !== query.mesh) continue;
    if (!uriSans.length) continue;
    const moves = await finder.movesOf(identity);
    if (!moves) return undefined;
    for (const [service, move] of moves) found.set(service, move);
  }
  return found;
}

function weight({ change, edge }: GraphEdge): number {
  return (change === 'removed' ? 2 : 0) + (edge ? 1 : 0);
}

function nodesOf({ facts }: EdgeSet, edges: GraphEdge[]): GraphNode[] {
  const wanted = new Set(
    edges.flatMap(({ source, target }) => [source, target]),
  );
  const { nodes } = buildScene(
    {
      dags: facts.dags.filter(({ ref }) => wanted.has(ref)),
      services: facts.services.filter(({ ref }) => wanted.has(ref)),
      identities: new Map(),
    },
    [],
  );
  return [...nodes.values()].map(
    ({ id, kind, ref, label, sublabel, facts: known }) => ({
      id,
      kind,
      ref,
      label,
      sublabel,
      facts: known,
    }),
  );
}
