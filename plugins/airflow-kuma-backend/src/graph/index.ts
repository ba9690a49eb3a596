export { DefaultEdgeReader } from './DefaultEdgeReader';
export type { EdgeReader } from './EdgeReader';
export type { GrantReader, LiveGrant } from './GrantReader';
export { startGraph } from './startGraph';
