export { Cluster } from './Cluster';
export { KubernetesDriver } from './KubernetesDriver';
export { readClusters } from './readClusters';
export { watchClusters } from './watchClusters';
