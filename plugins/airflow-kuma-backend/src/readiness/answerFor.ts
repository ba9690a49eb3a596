import {
  ENDPOINTS_GONE_IN_3,
  READINESS_STATES,
  ReadinessAnswer,
  ReadinessCall,
  ReadinessDay,
  ReadinessOwner,
  visibleEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { meshId } from '../graph/facts/GraphFacts';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import { MeshKey } from '../sync/InventoryReader';
import { countCalls, groupByOwner, leftOf } from './counts';
import { JudgedCall } from './judgeCalls';
import { instancesOf, limitsOf } from './limitsOf';
import { mendsOf } from './mendsOf';
import { MeshReadiness } from './ReadinessReader';
import { workloadsOf } from './workloadsOf';

/** Days as they are stored, oldest first. */
type StoredDay = ReadinessDay & { owner: string };

/** What one person may see of a mesh, by owner. */
export function answerFor(
  key: MeshKey,
  readiness: MeshReadiness,
  days: StoredDay[],
  visible: VisibleEntities,
): ReadinessAnswer {
  const { set, snapshot, is30 } = readiness;
  const { facts } = set;
  const calls = readiness.calls.flatMap(call => seen(call, visible) ?? []);
  // Counts of earlier days are of all calls, so they are for who sees all.
  const seesAll = calls.length === readiness.calls.length;
  const counts = countCalls(calls);
  const instances = new Map(facts.dags.map(dag => [dag.ref, dag.instance]));
  return {
    ...key,
    version: snapshot.version,
    is30,
    at: facts.at,
    counts,
    ...leftOf(counts),
    days: seesAll ? sumByDay(days) : [],
    owners: ownersOf(key, { ...readiness, calls }, seesAll ? days : []),
    findings: readiness.findings.map(finding => ({
      ...finding,
      // Names of proxies and policies that the catalog may hide.
      resources: seesAll ? finding.resources : [],
    })),
    portal: is30 ? [] : [...ENDPOINTS_GONE_IN_3],
    limits: limitsOf(
      facts.sources,
      key,
      instancesOf(calls, dag => instances.get(dag)),
    ),
  };
}

function seen(
  call: JudgedCall,
  visible: VisibleEntities,
): JudgedCall | undefined {
  const edge = visibleEdge(call.edge, ref => visible.has(ref));
  if (!edge) return undefined;
  const { caller } = edge;
  return caller && call.caller
    ? { ...call, caller: { ...call.caller, couldBe: caller.couldBe } }
    : call;
}

function ownersOf(
  key: MeshKey,
  { calls, set, snapshot }: MeshReadiness,
  days: StoredDay[],
): ReadinessOwner[] {
  const judge = set.facts.judges.get(meshId(key));
  const services = set.facts.services.filter(
    service => meshId(service) === meshId(key),
  );
  const workloads = judge
    ? workloadsOf(calls, snapshot, judge, services)
    : new Map();
  const mends = mendsOf(calls);
  const byOwner = groupByOwner(calls);
  const owners = new Set([
    ...byOwner.keys(),
    ...mends.keys(),
    ...workloads.keys(),
  ]);
  return [...owners]
    .map((owner): ReadinessOwner => {
      const own = byOwner.get(owner) ?? [];
      const counts = countCalls(own);
      const earlier = days.find(day => day.owner === owner);
      return {
        owner,
        counts,
        ...leftOf(counts),
        ...(earlier && { earlier: withoutOwner(earlier) }),
        calls: changing(own),
        mends: mends.get(owner) ?? [],
        workloads: workloads.get(owner) ?? [],
      };
    })
    .sort(
      (a, b) =>
        b.left - a.left ||
        b.mends.length - a.mends.length ||
        (a.owner < b.owner ? -1 : 1),
    );
}

/** Calls that do not stay, worst first. */
function changing(calls: JudgedCall[]): ReadinessCall[] {
  const rank = ({ state }: ReadinessCall) => READINESS_STATES.indexOf(state);
  return calls
    .filter(({ state }) => state !== 'stays')
    .map(shown)
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

function shown(call: JudgedCall): ReadinessCall {
  const { owner, edge, proxies, destination, ...rest } = call;
  return rest;
}

function sumByDay(days: StoredDay[]): ReadinessDay[] {
  const sums = new Map<string, ReadinessDay>();
  for (const { day, left, total } of days) {
    const sum = sums.get(day) ?? { day, left: 0, total: 0 };
    sums.set(day, { day, left: sum.left + left, total: sum.total + total });
  }
  return [...sums.values()];
}

function withoutOwner({ owner: _, ...day }: StoredDay): ReadinessDay {
  return day;
}
