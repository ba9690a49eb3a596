import {
  DenialsAnswer,
  RefusedCaller,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import sortBy from 'lodash/sortBy';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { ServiceFact } from '../../sync/InventoryReader';
import { EdgeSet } from '../DefaultEdgeReader';
import { GraphFacts } from '../facts/GraphFacts';
import { LoggedRefusal } from '../facts/ObservationBook';
import { whoRunsAs } from './whoRunsAs';

/** A pool can be thousands of DAGs; the rest is counted. */
const NAMES_SHOWN = 5;

/**
 * What a service refused in the last day, in names that the caller may see.
 * Who is refused and is nothing that they may see is counted, not named.
 */
export async function findDenials(
  { facts, byService }: Pick<EdgeSet, 'facts' | 'byService'>,
  service: ServiceFact,
  visible: VisibleEntities,
): Promise<DenialsAnswer> {
  const declaring = new Set(
    byService
      .get(service.ref)
      ?.flatMap(({ dag, declared }) => (dag && declared.length ? [dag] : [])),
  );
  const { since, counted, logged, loggedSince, notKnown } =
    await facts.observations.refusals(service);
  return {
    since,
    notKnown,
    counted: counted && {
      refused: counted.refused,
      alsoOf: namesOf(facts, counted.alsoOf, visible),
    },
    logged: logged && {
      ...nameCallers(facts, service, logged, visible, declaring),
      ...(loggedSince && { since: loggedSince }),
    },
  };
}

function nameCallers(
  facts: GraphFacts,
  service: ServiceFact,
  refusals: LoggedRefusal[],
  visible: VisibleEntities,
  declaring: Set<string>,
): NonNullable<DenialsAnswer['logged']> {
  const wanted = new Set(refusals.map(({ caller }) => caller));
  const named = whoRunsAs(facts, service, wanted, visible);
  const callers: RefusedCaller[] = [];
  let othersCount = 0;
  for (const { caller, policy, count, lastDenied } of refusals) {
    const runsAs = named.get(caller);
    if (!runsAs) {
      othersCount += count;
      continue;
    }
    // Of all on a shared identity, those that say that they call it come first.
    const likely = sortBy(runsAs, ({ ref }) => !declaring.has(ref));
    callers.push({
      uriSan: caller,
      runsAs: likely.slice(0, NAMES_SHOWN),
      runsAsTotal: runsAs.length,
      ...(policy && { policy }),
      count,
      lastDenied: new Date(lastDenied).toISOString(),
    });
  }
  return { callers, othersCount };
}

function namesOf(
  { services }: GraphFacts,
  refs: string[],
  visible: VisibleEntities,
) {
  return services
    .filter(({ ref }) => refs.includes(ref) && visible.has(ref))
    .map(({ ref, displayName }) => ({ ref, name: displayName }));
}
