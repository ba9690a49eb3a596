import { Bitset, emptyBitset, grown } from './bitset';
import { SelectorGroup } from './SelectorGroup';
import { copyBit, SourceClasses } from './SourceClasses';

/** Inbounds that the same groups select: they let the same sources in. */
export type DestinationClass = {
  groups: number[];
  members: number;
  /** What its groups say together, but for those that are wide. */
  deny: Bitset;
  allow: Bitset;
};

/** Groups inbounds by what selects them, with who is denied and allowed there. */
export class DestinationClasses {
  readonly classes: DestinationClass[] = [];
  /** Class of each inbound. */
  readonly classOf: number[] = [];
  private size = 0;

  constructor(
    private readonly sources: SourceClasses,
    private readonly groups: SelectorGroup[],
  ) {}

  /** Puts inbounds, with the groups that select each, into classes. */
  build(groupsOf: number[][]) {
    const byHash = new Map<number, number[]>();
    groupsOf.forEach((groups, inbound) => {
      const hash = hashOf(groups);
      const candidates = byHash.get(hash) ?? [];
      let index = candidates.find(each =>
        isSame(this.classes[each].groups, groups),
      );
      if (index === undefined) {
        index = this.create(groups);
        candidates.push(index);
        byHash.set(hash, candidates);
      }
      this.put(inbound, index);
    });
    this.grow();
    this.computeAll();
  }

  /** Adds one inbound. */
  add(inbound: number, groups: number[]) {
    const found = this.classes.findIndex(each => isSame(each.groups, groups));
    const index = found >= 0 ? found : this.create(groups);
    this.put(inbound, index);
    if (found < 0) this.compute(this.classes[index]);
  }

  /** Takes an inbound out. */
  remove(inbound: number) {
    this.classes[this.classOf[inbound]].members--;
  }

  /** A new group selects inbounds: splits the classes that it cuts. */
  addGroup(group: number) {
    const inside = new Map<number, number[]>();
    for (const inbound of this.groups[group].inbounds) {
      const list = inside.get(this.classOf[inbound]);
      if (list) list.push(inbound);
      else inside.set(this.classOf[inbound], [inbound]);
    }
    for (const [index, inbounds] of inside) {
      const old = this.classes[index];
      if (inbounds.length === old.members) {
        old.groups.push(group);
        continue;
      }
      const part = this.create([...old.groups, group]);
      for (const inbound of inbounds) {
        old.members--;
        this.put(inbound, part);
      }
    }
  }

  /** Computes all classes again. */
  computeAll() {
    for (const each of this.classes) this.compute(each);
  }

  /** Groups that select an inbound. */
  groupsOf(inbound: number): number[] {
    return this.classes[this.classOf[inbound]].groups;
  }

  /** Computes all classes again that a group selects; a wide one is in none. */
  computeGroup(group: number) {
    if (this.groups[group].isWide) return;
    const indexes = new Set<number>();
    for (const inbound of this.groups[group].inbounds) {
      indexes.add(this.classOf[inbound]);
    }
    for (const index of indexes) this.compute(this.classes[index]);
  }

  /** Classes of sources were split: the parts inherit what is said. */
  split(splits: [number, number][]) {
    this.grow();
    for (const { deny, allow } of this.classes) {
      for (const [from, to] of splits) {
        copyBit(deny, from, to);
        copyBit(allow, from, to);
      }
    }
  }

  /** Makes room for all classes of sources. */
  grow() {
    if (this.sources.classes.length <= this.size) return;
    // Some slack, so that a mesh that grows does not copy at every change.
    this.size = this.sources.classes.length + 256;
    for (const each of this.classes) {
      each.deny = grown(each.deny, this.size);
      each.allow = grown(each.allow, this.size);
    }
  }

  private put(inbound: number, index: number) {
    this.classOf[inbound] = index;
    this.classes[index].members++;
  }

  private create(groups: number[]): number {
    return (
      this.classes.push({
        groups,
        members: 0,
        deny: emptyBitset(this.size),
        allow: emptyBitset(this.size),
      }) - 1
    );
  }

  private compute({ groups, deny, allow }: DestinationClass) {
    deny.fill(0);
    allow.fill(0);
    for (const group of groups) {
      if (!this.groups[group].isWide) this.groups[group].addTo(deny, allow);
    }
  }
}

function hashOf(groups: number[]): number {
  let hash = groups.length;
  for (const group of groups) hash = (Math.imul(hash, 31) + group) | 0;
  return hash;
}

function isSame(a: number[], b: number[]): boolean {
  return a.length === b.length && a.every((group, index) => group === b[index]);
}
