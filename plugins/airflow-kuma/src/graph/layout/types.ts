/** Where a node is: relative to its group when it has one. */
export type Box = { x: number; y: number; width: number; height: number };

/** Places of all nodes of a picture. */
export type Layout = {
  /** As React Flow wants it: members of a group relative to the group. */
  boxes: Map<string, Box>;
  /** The same, all relative to the picture. */
  absolute: Map<string, Box>;
  width: number;
  height: number;
};
