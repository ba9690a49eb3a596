import {
  DagIdentity,
  GraphEdge,
  GraphNode,
  identityKey,
  ImpactAnswer,
  ImpactQuery,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { ServiceFact } from '../../sync/InventoryReader';
import { EdgeSet } from '../DefaultEdgeReader';
import { createJudge } from '../facts/createJudge';
import { meshId, MeshJudge } from '../facts/GraphFacts';
import { buildScene } from '../picture';
import { changeSnapshot } from './changeSnapshot';
import { openPorts } from './openPorts';

/** Edges that are listed; the rest is counted. */
const EDGES_SHOWN = 300;

/**
 * What a change of permissions would open and close for visible DAGs, as a
 * diff to draw. Only services that a changed policy selects are looked at.
 */
export function findImpact(
  set: EdgeSet,
  snapshot: MeshSnapshot,
  query: ImpactQuery,
  visible: VisibleEntities,
): ImpactAnswer {
  const { facts, byDag } = set;
  const change = changeSnapshot(snapshot, query, facts.at);
  const before = facts.judges.get(meshId(query)) ?? createJudge(snapshot);
  const after = createJudge(change.snapshot);
  const services = facts.services.filter(
    service =>
      meshId(service) === meshId(query) &&
      visible.has(service.ref) &&
      [before, after].some(judge => selects(judge, service, change.touched)),
  );
  const moves = moveFinder(before, after, services);
  const edges: GraphEdge[] = [];
  const count = { opens: 0, closes: 0, breaks: 0 };
  for (const dag of facts.dags) {
    if (!visible.has(dag.ref)) continue;
    for (const [service, move] of movesOf(
      facts.identities.get(dag.ref),
      query,
      moves,
    )) {
      const edge = byDag.get(dag.ref)?.find(item => item.service === service);
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
    hidden:
      edges.length > shown.length
        ? [
            {
              nodes: 0,
              edges: edges.length - shown.length,
              reason: `more than ${EDGES_SHOWN} changes`,
            },
          ]
        : [],
  };
}

type Move = 'added' | 'removed';

/** Moves of one identity, found once for all DAGs on it. */
function moveFinder(
  before: MeshJudge,
  after: MeshJudge,
  services: ServiceFact[],
) {
  const known = new Map<string, [string, Move][]>();
  return (identity: DagIdentity): [string, Move][] => {
    const key = identityKey(identity) ?? '';
    let moves = known.get(key);
    if (!moves) {
      moves = services.flatMap((service): [string, Move][] => {
        const was = openPorts(before, identity.uriSans, service)?.ports ?? [];
        const is = openPorts(after, identity.uriSans, service)?.ports ?? [];
        if (is.some(port => !was.includes(port)))
          return [[service.ref, 'added']];
        if (was.some(port => !is.includes(port))) {
          return [[service.ref, 'removed']];
        }
        return [];
      });
      known.set(key, moves);
    }
    return moves;
  };
}

function movesOf(
  identities: DagIdentity[] | undefined,
  query: ImpactQuery,
  moves: (identity: DagIdentity) => [string, Move][],
): Map<string, Move> {
  return new Map(
    (identities ?? [])
      .filter(
        ({ controlPlane, mesh, uriSans }) =>
          controlPlane === query.controlPlane &&
          mesh === query.mesh &&
          uriSans.length > 0,
      )
      .flatMap(moves),
  );
}

/** Which policies select a service does not depend on who calls. */
function selects(
  judge: MeshJudge,
  service: ServiceFact,
  touched: Set<string>,
): boolean {
  const ports = service.ports.length ? service.ports : [undefined];
  return ports.some(port =>
    judge
      .evaluateService(
        { uriSans: [] },
        { kind: service.kind, name: service.name, port: port?.port },
      )
      .inbounds.some(({ verdict }) =>
        verdict.selectedBy.some(({ kind, name }) =>
          touched.has(`${kind} ${name}`),
        ),
      ),
  );
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
