export { createExplainRouter } from './createExplainRouter';
export { Explainer } from './Explainer';
export { KumaLayoutReader } from './layout/LayoutReader';
export { ExplainedObstacles } from './ObstacleReader';
export type { ObstacleReader } from './ObstacleReader';
