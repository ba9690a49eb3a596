export { createExplainRouter } from './createExplainRouter';
export { Explainer } from './Explainer';
export { ExplainedObstacles } from './ObstacleReader';
export type { ObstacleReader } from './ObstacleReader';
