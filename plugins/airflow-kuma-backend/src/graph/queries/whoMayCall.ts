import {
  Callers,
  isNamed,
  LiveCaller,
  STRANGER,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId, MeshJudge } from '../facts/GraphFacts';
import { openPorts } from './openPorts';
import { whoRunsAs } from './whoRunsAs';

const LISTED = 50;
/** A pool can be thousands of DAGs; the rest is counted. */
const NAMES_SHOWN = 5;

/** Nobody who is known: nothing of the mesh was read yet. */
const NOBODY_KNOWN: Callers = {
  identities: { total: 0, listed: [] },
  named: { total: 0, listed: [] },
  everybody: false,
  withoutCertificate: false,
};

/**
 * Everybody whom the mesh lets in at a service, by what it tells apart:
 * identities that proxies show now, and those that permissions name without
 * anybody showing them, by whole SPIFFE ID or by pattern.
 */
export function whoMayCall(
  facts: Pick<GraphFacts, 'judges' | 'dags' | 'identities' | 'services'>,
  service: ServiceFact,
  visible: VisibleEntities,
): Callers {
  const judge = facts.judges.get(meshId(service));
  if (!judge) return NOBODY_KNOWN;
  // Whom the permissions let in, whether or not they have a way out just now.
  const letIn = (uriSans: string[]) => {
    const open = openPorts(judge, { uriSans }, service);
    return open === 'unknown' ? undefined : open;
  };
  const own = new Set(service.dataplanes);
  const live = judge.shown.flatMap(({ uriSans, proxies }) => {
    const others = proxies.filter(name => !own.has(name));
    const open = others.length > 0 && letIn(uriSans);
    if (!open) return [];
    const { kind, name } = service;
    const wayOut = judge.callerWayOut(others, { kind, name })?.state;
    return [
      {
        uriSans,
        proxies: others.length,
        ports: open.ports,
        ...(wayOut && wayOut !== 'open' && { wayOut }),
      },
    ];
  });
  live.sort((a, b) => (a.uriSans[0] < b.uriSans[0] ? -1 : 1));
  const named = namedOf(judge, uriSans => letIn(uriSans) !== undefined);
  return {
    identities: {
      total: live.length,
      listed: withNames(live.slice(0, LISTED), facts, service, visible),
    },
    named: { total: named.length, listed: named.slice(0, LISTED) },
    everybody: letIn(STRANGER.uriSans) !== undefined,
    withoutCertificate: letIn([]) !== undefined,
  };
}

function namedOf(
  judge: MeshJudge,
  isLetIn: (uriSans: string[]) => boolean,
): Callers['named']['listed'] {
  return judge.named.flatMap(caller => {
    if (!isLetIn(caller.uriSans)) return [];
    const live = judge.shown.filter(({ uriSans }) => isNamed(caller, uriSans));
    // A whole ID that is shown is among the identities already.
    if (caller.kind === 'exact' && live.length > 0) return [];
    const { kind, value } = caller;
    return [{ kind, value, live: live.length }];
  });
}

function withNames(
  live: Omit<LiveCaller, 'runsAs' | 'runsAsTotal'>[],
  facts: Parameters<typeof whoMayCall>[0],
  service: ServiceFact,
  visible: VisibleEntities,
): LiveCaller[] {
  const wanted = new Set(live.flatMap(({ uriSans }) => uriSans));
  const names = whoRunsAs(facts, service, wanted, visible);
  return live.map(caller => {
    const runsAs = new Map(
      caller.uriSans
        .flatMap(uriSan => names.get(uriSan) ?? [])
        .map(named => [named.ref, named]),
    );
    return {
      ...caller,
      runsAs: [...runsAs.values()].slice(0, NAMES_SHOWN),
      runsAsTotal: runsAs.size,
    };
  });
}
