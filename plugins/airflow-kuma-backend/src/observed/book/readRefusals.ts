import { Refusals } from '../../graph/facts/ObservationBook';
import { ServiceFact } from '../../sync/InventoryReader';
import { CallStore } from '../logs/CallStore';
import { SHORTEST_WINDOW } from '../prometheus/windows';
import { EndDirectory } from './EndDirectory';
import { PrometheusBook } from './PrometheusBook';

/**
 * What a service's proxies refused in the last day: metrics tell how many,
 * access logs tell who. What one source does not tell is not taken from the
 * other: each sees what the other may have missed.
 */
export async function readRefusals(options: {
  service: ServiceFact;
  directory: EndDirectory;
  store: CallStore;
  figures?: PrometheusBook;
  /** Why there are no metrics, where they should be. */
  missing?: string;
  /** Milliseconds since 1970. */
  at: number;
}): Promise<Refusals> {
  const { service, directory, store, figures, at } = options;
  const since = at - SHORTEST_WINDOW * 1000;
  const result: Refusals = {
    since: new Date(since).toISOString(),
    notKnown: [],
  };
  const counted = figures
    ? figures.refused(service)
    : options.missing ?? 'No Prometheus is configured, so nothing is counted.';
  if (typeof counted === 'string') result.notKnown.push(counted);
  else result.counted = counted;

  const end = {
    controlPlane: service.controlPlane,
    mesh: service.mesh,
    destinations: directory.destinationNames(service),
  };
  if (await store.covers({ ...end, since, until: at })) {
    result.logged = await store.refusals({ ...end, since, until: at });
    // Logs may have begun within the day that metrics count.
    const first = (await store.firstLogged(end)) ?? since;
    result.loggedSince = new Date(Math.max(first, since)).toISOString();
  } else {
    result.notKnown.push(
      'No access logs of this service arrived in the last day, and metrics name no caller: who was refused is not known.',
    );
  }
  return result;
}
