import {
  DagRun,
  Edge,
  ServiceNameIndex,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, ServiceFact } from '../../sync';
import { FailureStore, StoredFailure } from '../../sync/failures/FailureStore';

/** What the caller may see, to name services by. */
type View = {
  dag: DagFact;
  edges: Edge[];
  services: Iterable<ServiceFact>;
};

/** Puts what failed runs failed of beside them, as far as the caller may know. */
export class FailureViewer {
  readonly #store: FailureStore;

  constructor(store: FailureStore) {
    this.#store = store;
  }

  async show(runs: DagRun[], view: View): Promise<DagRun[]> {
    const failed = runs.filter(({ state }) => state === 'failed');
    if (!failed.length) return runs;
    const known = await this.#store.ofRuns(
      view.dag,
      failed.map(({ runId }) => runId),
    );
    const services = new ServiceNameIndex(view.services);
    return runs.map(run => {
      const failures = known.get(run.runId);
      if (!failures?.length) return run;
      return {
        ...run,
        failures: failures.map(failure => ({
          taskId: failure.taskId,
          class: failure.class,
          service: serviceOf(failure, view, services),
        })),
      };
    });
  }
}

/**
 * The service that was called: by the host, which is never shown itself, as it
 * could name what the caller may not see. Without a host the one edge that
 * the mesh refuses can be meant, two could not be told apart.
 */
function serviceOf(
  { host }: StoredFailure,
  { edges }: View,
  services: ServiceNameIndex<ServiceFact>,
): string | undefined {
  if (host) {
    const named = services.named(host);
    const linked = named.filter(({ ref }) =>
      edges.some(edge => edge.service === ref),
    );
    const [only, ...others] = linked.length ? linked : named;
    return others.length ? undefined : only?.ref;
  }
  const refused = edges.filter(
    ({ permitted, observed }) =>
      permitted.outcome === 'deny' || observed.outcome === 'denied',
  );
  return refused.length === 1 ? refused[0].service : undefined;
}
