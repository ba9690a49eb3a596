import { createEvaluator } from '../evaluator/createEvaluator';
import { isOnKubernetes } from '../evaluator/kubernetes';
import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '../evaluator/types';
import { isPod } from '../references';
import { labelsFor } from '../references/refFor';
import { asOf30 } from './asOf30';
import { ReachableBackendRef } from './types';
import { isTransparent, refsOf, withRefs } from './withRefs';

/**
 * The whole `reachableBackends` that a workload needs under 3.0 for some calls,
 * and what no reference can open.
 * @public
 */
export type ReachNeed = {
  /** A proxy of the workload, which stands for the others. */
  dataplane: string;
  /** A pod takes them as an annotation, a Dataplane in its own spec. */
  place: 'pod' | 'dataplane';
  /** What it has by labels stays; references by name are left out. */
  kept: ReachableBackendRef[];
  added: ReachableBackendRef[];
  /** Services that no labels single out, or that have none in 3.0. */
  without: { kind: string; name: string }[];
};

type Destination = ReachQuestion['destinations'][number];

/** A proxy, and what its workload calls. @public */
export type ReachQuestion = {
  dataplane: string;
  destinations: Pick<DestinationServicePort, 'kind' | 'name'>[];
};

/** Says what the proxies of a mesh have to list under 3.0. @public */
export class ReachNeeds {
  readonly #snapshot: MeshSnapshot;
  readonly #after: MeshSnapshot;
  readonly #proxies: Map<string, KumaResource>;

  constructor(snapshot: MeshSnapshot) {
    const after = asOf30(snapshot);
    this.#snapshot = snapshot;
    this.#after = after;
    this.#proxies = new Map(after.dataplanes.map(each => [each.name, each]));
  }

  /**
   * What each proxy has to list so that it reaches all that is asked for it:
   * references by labels that fit one service each, and that the evaluator then
   * calls open. One through which nothing is led is left out, since a list
   * opens nothing there.
   */
  of(questions: ReachQuestion[]): ReachNeed[] {
    const tried = questions.flatMap(({ dataplane, destinations }) => {
      const proxy = this.#proxies.get(dataplane);
      if (!proxy || !isTransparent(proxy)) return [];
      const refs = destinations.map(destination => ({
        destination,
        ref: this.#refTo(destination),
      }));
      return [{ proxy, refs }];
    });
    // Read once with all lists, instead of once for each.
    const { wayOut } = createEvaluator({
      ...this.#after,
      dataplanes: tried.map(({ proxy, refs }) =>
        withRefs(
          proxy,
          refs.flatMap(({ ref }) => ref ?? []),
        ),
      ),
      // Whom policies let in is the other end.
      meshTrafficPermissions: [],
    });
    return tried.map(({ proxy, refs }): ReachNeed => {
      const added: ReachableBackendRef[] = [];
      const without: ReachNeed['without'] = [];
      for (const { destination, ref } of refs) {
        const { kind, name } = destination;
        const isOpen = wayOut(proxy.name, { kind, name }).state === 'open';
        if (ref && isOpen) added.push(ref);
        else without.push({ kind, name });
      }
      return {
        dataplane: proxy.name,
        place:
          isPod(proxy) || isOnKubernetes(this.#snapshot) ? 'pod' : 'dataplane',
        kept: refsOf(proxy) as ReachableBackendRef[],
        added: added.sort(compareRefs),
        without,
      };
    });
  }

  #refTo({ kind, name }: Destination): ReachableBackendRef | undefined {
    const labels = labelsFor(this.#after, { kind, name });
    return labels && { kind, labels };
  }
}

function compareRefs(a: ReachableBackendRef, b: ReachableBackendRef): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
