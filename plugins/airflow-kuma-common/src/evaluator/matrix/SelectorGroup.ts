import { PolicyModel } from '../policies';
import { addAll, Bitset, emptyBitset, hasBit, setBit } from './bitset';
import { needsEngine, usesSni } from './needsEngine';
import { SourceClasses } from './SourceClasses';

/** Above this many classes a set is kept as bits, below as a list. */
const LIST_LIMIT = 48;
/** First word of a set that is kept as bits; never the number of a class. */
const BITS = 0xffffffff;

/** What one policy says to the inbounds of a group: ids of matches. */
export type Unit = { policy: PolicyModel; deny: number[]; allow: number[] };

/**
 * Policies that select the same inbounds (and ask for the same SNI), with what
 * they say together. A mesh has far fewer selectors than pairs.
 */
export class SelectorGroup {
  readonly units = new Map<PolicyModel, Unit>();
  /** Inbounds, by their index in the matrix. */
  inbounds: number[] = [];
  /**
   * Whether it selects so many inbounds that it is asked apart, instead of being
   * added to every destination again with each change.
   */
  isWide = false;
  /** Whether any of its policies says more than sets of sources can hold. */
  needsEngine = false;
  /** Whether any of its policies looks at the SNI. */
  usesSni = false;
  /** Classes of sources that are denied or allowed. */
  deny: Uint32Array = new Uint32Array();
  allow: Uint32Array = new Uint32Array();

  constructor(readonly sample: PolicyModel, readonly sni: string | undefined) {}

  /** Adds up what its policies say; lists of classes, as most say little. */
  compute(sources: SourceClasses) {
    const policies = [...this.units.keys()];
    this.needsEngine = policies.some(needsEngine);
    this.usesSni = policies.some(usesSni);
    this.deny = union(
      sources,
      [...this.units.values()].map(({ deny }) => deny),
    );
    this.allow = union(
      sources,
      [...this.units.values()].map(({ allow }) => allow),
    );
  }

  /** Whether it denies or allows a class of sources. */
  says(clause: 'deny' | 'allow', source: number): boolean {
    const set = this[clause];
    return set[0] === BITS
      ? hasBit(set.subarray(1), source)
      : set.includes(source);
  }

  /** Adds what the group says to the sets of a destination. */
  addTo(deny: Bitset, allow: Bitset) {
    add(deny, this.deny);
    add(allow, this.allow);
  }
}

/** A list of classes, or bits behind a first word that says so. */
function union(sources: SourceClasses, lists: number[][]): Uint32Array {
  const classes = new Set<number>();
  for (const list of lists) {
    for (const match of list) {
      for (const each of sources.classesOf(match)) classes.add(each);
    }
  }
  if (classes.size <= LIST_LIMIT) return Uint32Array.from(classes);
  const bits = emptyBitset(sources.classes.length);
  for (const each of classes) setBit(bits, each);
  const marked = new Uint32Array(bits.length + 1);
  marked[0] = BITS;
  marked.set(bits, 1);
  return marked;
}

function add(set: Bitset, values: Uint32Array) {
  if (values[0] === BITS) {
    addAll(set, values.subarray(1));
    return;
  }
  for (const value of values) setBit(set, value);
}
