import { InboundModel } from '../mesh';
import { PolicyModel, selects } from '../policies';
import { CompiledMesh } from '../verdict';
import { InboundIndex } from '../selection';
import { SelectorGroup } from './SelectorGroup';
import { selectorKey } from '../selection';
import { SourceClasses } from './SourceClasses';
import { unitsOf } from './unitsOf';

/** What adding a policy did. */
type Added = {
  touched: number[];
  created: number[];
  splits: [number, number][];
};

/** All groups of policies of a mesh, by what they select. */
export class PolicyGroups {
  readonly list: SelectorGroup[] = [];
  readonly index = new InboundIndex();
  private readonly byKey = new Map<string, number>();
  private readonly byPolicy = new Map<PolicyModel, number[]>();

  constructor(
    private readonly mesh: CompiledMesh,
    private readonly sources: SourceClasses,
    /** SNI that callers of an inbound send, by its index. */
    private readonly sniOf: (inbound: number) => string | undefined,
    private readonly inboundAt: (inbound: number) => InboundModel | undefined,
  ) {}

  /** Adds a policy, where sets can hold what it says. */
  add(policy: PolicyModel): Added {
    const { rules, denyFirst } = this.mesh.capabilities;
    const added: Added = { touched: [], created: [], splits: [] };
    if (
      !rules ||
      !denyFirst ||
      policy.rules.length === 0 ||
      policy.reference.shadow
    ) {
      return added;
    }
    const { units, splits } = unitsOf(policy, this.sources);
    added.splits = splits;
    const key = selectorKey(policy);
    for (const [sni, unit] of units) {
      const groupKey = JSON.stringify([key, sni]);
      let group = this.byKey.get(groupKey);
      if (group === undefined) {
        group = this.create(policy, sni);
        this.byKey.set(groupKey, group);
        added.created.push(group);
      }
      this.list[group].units.set(policy, unit);
      added.touched.push(group);
    }
    this.byPolicy.set(policy, added.touched);
    return added;
  }

  /** Takes a policy out; returns the groups that it was in. */
  remove(policy: PolicyModel): number[] {
    const groups = this.byPolicy.get(policy) ?? [];
    for (const group of groups) this.list[group].units.delete(policy);
    this.byPolicy.delete(policy);
    return groups;
  }

  /** Groups of each inbound, in ascending order. */
  byInbound(count: number): number[][] {
    const groupsOf: number[][] = Array.from({ length: count }, () => []);
    this.list.forEach((group, index) => {
      for (const inbound of group.inbounds) groupsOf[inbound].push(index);
    });
    return groupsOf;
  }

  /** Adds an inbound to the groups that select it; returns them, ascending. */
  addInbound(inbound: number): number[] {
    const found: number[] = [];
    this.list.forEach((group, index) => {
      if (!this.isSelected(group, inbound)) return;
      group.inbounds.push(inbound);
      found.push(index);
    });
    return found;
  }

  /** Takes an inbound out of all groups. */
  removeInbound(inbound: number, groups: number[]) {
    for (const group of groups) {
      const { inbounds } = this.list[group];
      const position = inbounds.indexOf(inbound);
      if (position >= 0) inbounds.splice(position, 1);
    }
  }

  /** Whether sets tell all of what these groups say of an inbound. */
  tellAll(groups: number[]): boolean {
    let hasRules = false;
    for (const index of groups) {
      const group = this.list[index];
      if (group.needsEngine) return false;
      if (group.units.size > 0) hasRules = true;
    }
    return hasRules;
  }

  private create(policy: PolicyModel, sni: string | undefined): number {
    const group = new SelectorGroup(policy, sni);
    const all = this.mesh.inbounds.length;
    group.inbounds = this.index
      .candidates(policy)
      .filter(inbound => this.isSelected(group, inbound));
    group.isWide = group.inbounds.length > all / 2;
    return this.list.push(group) - 1;
  }

  private isSelected(group: SelectorGroup, index: number): boolean {
    const inbound = this.inboundAt(index);
    return (
      inbound !== undefined &&
      selects(group.sample, inbound, this.mesh.capabilities) &&
      (group.sni === undefined || this.sniOf(index) === group.sni)
    );
  }
}
