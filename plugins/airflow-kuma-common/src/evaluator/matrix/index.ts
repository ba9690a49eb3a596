export { accessMatrix } from './accessMatrix';
export type { AccessMatrix, MatrixChange } from './types';
