/** A set of small numbers, one bit each. */
export type Bitset = Uint32Array;

/** An empty set for numbers below a size. */
export function emptyBitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5);
}

/** Whether a number is in a set; numbers beyond its size are not. */
export function hasBit(set: Bitset, bit: number): boolean {
  return ((set[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
}

/** Puts a number into a set that is large enough. */
export function setBit(set: Bitset, bit: number) {
  set[bit >>> 5] |= 1 << (bit & 31);
}

/** Puts all of another set, which is no larger, into a set. */
export function addAll(set: Bitset, other: Bitset) {
  for (let word = 0; word < other.length; word++) set[word] |= other[word];
}

/** A set with room for numbers below a size, with what the given one holds. */
export function grown(set: Bitset, size: number): Bitset {
  const words = (size + 31) >>> 5;
  if (words <= set.length) return set;
  const larger = new Uint32Array(words);
  larger.set(set);
  return larger;
}
