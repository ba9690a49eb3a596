import { VerdictOutcome } from '../types';
import { Bitset, hasBit } from './bitset';
import { DestinationClass } from './DestinationClasses';
import { SelectorGroup } from './SelectorGroup';

/** A class of destinations with the groups that are asked apart. */
export type Row = {
  own: DestinationClass;
  wide: SelectorGroup[];
  /** Whether a rule looks at the SNI, which older certificates ask otherwise. */
  usesSni: boolean;
};

/** What happens to a class of sources. */
export function outcomeOf({ own, wide }: Row, source: number): VerdictOutcome {
  const says = (clause: 'deny' | 'allow') =>
    hasBit(own[clause], source) ||
    wide.some(group => group.says(clause, source));
  return !says('deny') && says('allow') ? 'allow' : 'deny';
}

/** The classes of sources that are let in. */
export function allowedClasses({ own, wide }: Row): Bitset {
  const deny = Uint32Array.from(own.deny);
  const allowed = Uint32Array.from(own.allow);
  for (const group of wide) group.addTo(deny, allowed);
  for (let word = 0; word < allowed.length; word++)
    allowed[word] &= ~deny[word];
  return allowed;
}

/** How many sources some classes hold, given how many each has. */
export function countMembers(classes: Bitset, members: number[]): number {
  let count = 0;
  for (let word = 0; word < classes.length; word++) {
    let bits = classes[word];
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits);
      count += members[(word << 5) + bit];
      bits &= ~(1 << bit);
    }
  }
  return count;
}
