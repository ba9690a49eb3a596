import { PolicyModel, TargetModel } from './policy';

const KIND_ORDER = [
  'Mesh',
  'Dataplane',
  'MeshSubset',
  'MeshGateway',
  'MeshService',
  'MeshExternalService',
  'MeshMultiZoneService',
  'MeshServiceSubset',
  'MeshHTTPRoute',
];
const ORIGIN_ORDER = ['global', undefined, 'zone'];
const ROLE_ORDER = ['system', 'producer', 'consumer', 'workload-owner'];

/**
 * Order of policies, the strongest last (SortByTargetRef in
 * `pkg/plugins/policies/core/matchers/dataplane.go`). The alphabetically
 * smallest name wins, so names descend.
 */
export function comparePolicies(a: PolicyModel, b: PolicyModel): number {
  return (
    KIND_ORDER.indexOf(a.target.kind) - KIND_ORDER.indexOf(b.target.kind) ||
    compareDataplaneTargets(a.target, b.target) ||
    ORIGIN_ORDER.indexOf(a.origin) - ORIGIN_ORDER.indexOf(b.origin) ||
    ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) ||
    compareTexts(b.displayName, a.displayName) ||
    // Kuma leaves this to chance; here the same question has one answer.
    compareTexts(b.reference.name, a.reference.name)
  );
}

function compareDataplaneTargets(a: TargetModel, b: TargetModel): number {
  if (a.kind !== 'Dataplane' || b.kind !== 'Dataplane') return 0;
  if (a.name !== undefined && b.labels) return 1;
  if (a.labels && b.name !== undefined) return -1;
  return (
    Number(a.sectionName !== undefined) - Number(b.sectionName !== undefined)
  );
}

/** Order of texts by code point, as Go compares them; never by locale. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
