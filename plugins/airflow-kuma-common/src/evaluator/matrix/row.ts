import { VerdictOutcome } from '../types';
import { hasBit } from './bitset';
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

/** How many sources are let in, given how many each class has. */
export function countAllowed({ own, wide }: Row, members: number[]): number {
  const deny = Uint32Array.from(own.deny);
  const allow = Uint32Array.from(own.allow);
  for (const group of wide) group.addTo(deny, allow);
  let count = 0;
  for (let word = 0; word < allow.length; word++) {
    let bits = allow[word] & ~deny[word];
    while (bits !== 0) {
      const bit = 31 - Math.clz32(bits);
      count += members[(word << 5) + bit];
      bits &= ~(1 << bit);
    }
  }
  return count;
}
