export type {
  DagFact,
  InventoryReader,
  MeshKey,
  ServiceFact,
  SyncUrgency,
} from './InventoryReader';
export { SourceControl } from './SourceControl';
export { startSync } from './startSync';
