import { InboundModel, LABEL } from '../mesh';
import { PolicyModel } from '../policies';

/** Finds the policies that may select an inbound, without asking all. */
export class PolicyLookup {
  private readonly byLabel = new Map<string, PolicyModel[]>();
  private readonly byService = new Map<string, PolicyModel[]>();
  private readonly others: PolicyModel[] = [];

  constructor(policies: PolicyModel[]) {
    for (const policy of policies) this.listFor(policy).push(policy);
  }

  /** Policies that may select an inbound; more than do. */
  candidates(inbound: InboundModel): PolicyModel[] {
    const found = [...this.others];
    for (const [key, value] of inbound.proxy.labels) {
      found.push(...(this.byLabel.get(`${key}=${value}`) ?? []));
    }
    const service = inbound.tags.get(LABEL.service);
    if (service !== undefined)
      found.push(...(this.byService.get(service) ?? []));
    return found;
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
