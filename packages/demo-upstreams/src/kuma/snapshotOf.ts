import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { KumaState } from './KumaState';

/** A mesh of the stand-in as the evaluator takes it. */
export function snapshotOf(state: KumaState, mesh: string): MeshSnapshot {
  const found = state.store.get('Mesh', undefined, mesh);
  if (!found) throw new Error(`No mesh ${mesh}`);
  const list = (type: string) => state.store.list(type, mesh);
  return {
    version: state.version,
    cliques: true,
    restrictOutbound: state.restrictOutbound ?? undefined,
    mesh: found,
    dataplanes: list('Dataplane'),
    meshIdentities: list('MeshIdentity'),
    meshTLSes: list('MeshTLS'),
    meshServices: list('MeshService'),
    meshMultiZoneServices: list('MeshMultiZoneService'),
    meshExternalServices: list('MeshExternalService'),
    trafficPermissions: list('TrafficPermission'),
    meshTrafficPermissions: list('MeshTrafficPermission'),
    meshPassthroughs: list('MeshPassthrough'),
    externalServices: list('ExternalService'),
  };
}
