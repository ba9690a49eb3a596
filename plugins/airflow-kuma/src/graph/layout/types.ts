/** Where a node is: relative to its group when it has one. */
export type Box = { x: number; y: number; width: number; height: number };

/** A place in the picture. */
export type Point = { x: number; y: number };

/** Places of all nodes of a picture. */
export type Layout = {
  /** As React Flow wants it: members of a group relative to the group. */
  boxes: Map<string, Box>;
  /** The same, all relative to the picture. */
  absolute: Map<string, Box>;
  /** Ways around boxes, by `routeKey`; where there is none, a line takes the direct way. */
  routes: Map<string, Point[]>;
  width: number;
  height: number;
};

/** What a route is kept under: lines between the same two boxes share it. */
export function routeKey(source: string, target: string): string {
  return JSON.stringify([source, target]);
}
