import { WayOut, WaysOutside } from '../evaluator/reach';
import { MeshSnapshot } from '../evaluator/types';
import { compileMesh } from '../evaluator/verdict/compiledMesh';

/** Says what becomes of traffic of a proxy that no outbound of its takes. */
export type OutsideWays = (dataplane: string) => WayOut;

/** Where traffic past the mesh goes, whatever it is. */
export function outsideWays(snapshot: MeshSnapshot): OutsideWays {
  const ways = new WaysOutside(compileMesh(snapshot));
  return dataplane => ways.of(dataplane, {});
}
