import { InboundModel, LABEL } from '../mesh';
import { comparePolicies, PolicyModel } from '../policies';

/**
 * Finds the policies that may select an inbound, without asking all. Sorted
 * once, as each inbound of a large mesh has hundreds that select everything.
 */
export class PolicyLookup {
  private readonly byLabel = new Map<string, PolicyModel[]>();
  private readonly byService = new Map<string, PolicyModel[]>();
  private readonly others: PolicyModel[] = [];
  private readonly ranks = new Map<PolicyModel, number>();

  constructor(policies: PolicyModel[]) {
    for (const policy of [...policies].sort(comparePolicies)) {
      this.ranks.set(policy, this.ranks.size);
      this.listFor(policy).push(policy);
    }
  }

  /** Policies that may select an inbound, the strongest last; more than do. */
  candidates(inbound: InboundModel): PolicyModel[] {
    const special: PolicyModel[] = [];
    for (const [key, value] of inbound.proxy.labels) {
      special.push(...(this.byLabel.get(`${key}=${value}`) ?? []));
    }
    const service = inbound.tags.get(LABEL.service);
    if (service !== undefined) {
      special.push(...(this.byService.get(service) ?? []));
    }
    return this.merge(
      this.others,
      special.sort((a, b) => this.rankOf(a) - this.rankOf(b)),
    );
  }

  private merge(many: PolicyModel[], few: PolicyModel[]): PolicyModel[] {
    const merged: PolicyModel[] = [];
    let next = 0;
    for (const policy of few) {
      const rank = this.rankOf(policy);
      while (next < many.length && this.rankOf(many[next]) < rank) {
        merged.push(many[next]);
        next += 1;
      }
      merged.push(policy);
    }
    while (next < many.length) {
      merged.push(many[next]);
      next += 1;
    }
    return merged;
  }

  private rankOf(policy: PolicyModel): number {
    return this.ranks.get(policy) ?? 0;
  }

  private listFor({ target }: PolicyModel): PolicyModel[] {
    if (target.kind === 'MeshService' && target.name !== '*') {
      return listOf(this.byService, target.name ?? '');
    }
    if (target.kind === 'Dataplane' && target.name === undefined) {
      for (const [key, value] of target.labels ?? []) {
        // Both may select a proxy that does not have the label so.
        if (value !== '' && key !== LABEL.displayName) {
          return listOf(this.byLabel, `${key}=${value}`);
        }
      }
    }
    return this.others;
  }
}

function listOf(map: Map<string, PolicyModel[]>, key: string): PolicyModel[] {
  let list = map.get(key);
  if (!list) {
    list = [];
    map.set(key, list);
  }
  return list;
}
