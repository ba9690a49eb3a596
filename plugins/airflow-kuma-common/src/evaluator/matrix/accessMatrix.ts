import { MeshSnapshot } from '../types';
import { DefaultAccessMatrix } from './DefaultAccessMatrix';
import { AccessMatrix } from './types';

/**
 * Builds the matrix of a mesh: who may call whom, kept up to date by `update`.
 * @public
 */
export function accessMatrix(snapshot: MeshSnapshot): AccessMatrix {
  return DefaultAccessMatrix.create(snapshot);
}
