import {
  DagIdentity,
  identityKey,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { EdgeSet } from '../DefaultEdgeReader';
import { meshId, MeshJudge } from '../facts/GraphFacts';

/** What one identity may call: what all like it may, and what it alone may or may not. */
export type Reach = {
  base: Set<string>;
  plus: Set<string>;
  minus: Set<string>;
};

/** Which pairs the mesh permits, by identity. */
export class PermittedPairs {
  readonly #reaches: Map<string, Reach>;

  constructor(reaches: Map<string, Reach>) {
    this.#reaches = reaches;
  }

  /** Pairs of a visible DAG and a visible service that no edge speaks of. */
  countWithoutEdges(
    { facts, byDag }: EdgeSet,
    visible: VisibleEntities,
  ): number {
    const baseCounts = new Map<Set<string>, number>();
    const countOf = (refs: Set<string>) =>
      [...refs].filter(ref => visible.has(ref)).length;
    let count = 0;
    for (const dag of facts.dags) {
      if (!visible.has(dag.ref)) continue;
      // Its own edge and one that could be its: still one pair.
      const linked = new Set(
        (byDag.get(dag.ref) ?? []).flatMap(({ service }) => service ?? []),
      );
      for (const identity of facts.identities.get(dag.ref) ?? []) {
        const { controlPlane = '', mesh = '' } = identity;
        const judge = facts.judges.get(meshId({ controlPlane, mesh }));
        const key = judge && reachKey(identity, judge);
        const reach = key && this.#reaches.get(key);
        if (!reach) continue;
        const { base, plus, minus } = reach;
        const known = baseCounts.get(base) ?? countOf(base);
        baseCounts.set(base, known);
        count += known + countOf(plus) - countOf(minus);
        for (const service of linked) {
          if (visible.has(service) && may(reach, service)) count -= 1;
        }
      }
    }
    return count;
  }
}

/** Whoever has the same identity and is let out to the same may call the same. */
export function reachKey(
  identity: DagIdentity,
  judge: Pick<MeshJudge, 'wayOutClass'>,
): string | undefined {
  const key = identityKey(identity);
  return key && `${key} ${judge.wayOutClass(identity.proxies)}`;
}

function may({ base, plus, minus }: Reach, service: string): boolean {
  return plus.has(service) || (base.has(service) && !minus.has(service));
}
