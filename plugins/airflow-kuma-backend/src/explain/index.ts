export { createExplainRouter } from './createExplainRouter';
export { Explainer } from './Explainer';
