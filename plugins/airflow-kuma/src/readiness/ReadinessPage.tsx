import { ReadinessMesh } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LoadBoundary, Notice, PlainEmpty } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { useUrlState } from '../hooks/useUrlState';
import { MeshReadiness } from './MeshReadiness';
import { MeshSelect } from './MeshSelect';
import { meshKey } from './meshKey';

/** What Kuma 3.0 changes for the calls of a mesh, and what mends it. */
export function ReadinessPage() {
  const api = useApiClient();
  const url = useUrlState();
  const loaded = useLoad(
    signal => api.readinessMeshes(signal),
    'readiness meshes',
  );
  return (
    <LoadBoundary loaded={loaded} what="the meshes">
      {meshes => {
        if (meshes.length === 0) {
          return (
            <PlainEmpty>
              There is no mesh to look at. Add a control plane under
              airflowKuma.kuma.controlPlanes in app-config.yaml, or look at the
              Sources tab to see whether it was read.
            </PlainEmpty>
          );
        }
        const wanted = url.one('mesh');
        const chosen =
          meshes.find(mesh => meshKey(mesh) === wanted) ??
          // What a link names may be gone; then nothing else is shown for it.
          (wanted ? undefined : firstOf(meshes));
        return (
          <>
            <MeshSelect
              meshes={meshes}
              value={chosen}
              onChange={mesh =>
                url.set({
                  mesh,
                  owner: undefined,
                  state: undefined,
                  kind: undefined,
                })
              }
            />
            {chosen ? (
              <MeshReadiness key={meshKey(chosen)} mesh={chosen} />
            ) : (
              <Notice severity="info">
                {`There is no mesh ${wanted} that you may see. Choose one above.`}
              </Notice>
            )}
          </>
        );
      }}
    </LoadBoundary>
  );
}

/** One that has something before it, where there is any. */
function firstOf(meshes: ReadinessMesh[]): ReadinessMesh {
  return meshes.find(({ is30 }) => !is30) ?? meshes[0];
}
