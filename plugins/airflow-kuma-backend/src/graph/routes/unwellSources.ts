import {
  DataAge,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { dataAge } from '../../inventory/details/dataAge';
import { Scene } from '../picture';

/**
 * Sources of what is in a scene that cannot be read now. Those of nothing in
 * it are left out: their names would tell that they exist.
 */
export function unwellSources(
  sources: SourceStatus[],
  scene: Scene,
): DataAge | undefined {
  const unwell = sources.filter(({ state }) => state !== 'ok');
  if (!unwell.length) return undefined;
  const instances = new Set<string | undefined>();
  const controlPlanes = new Set<string | undefined>();
  for (const { traits } of scene.nodes.values()) {
    instances.add(traits.instance);
    controlPlanes.add(traits.controlPlane);
  }
  const concerned = unwell.filter(({ kind, name }) =>
    (kind === 'airflow' ? instances : controlPlanes).has(name),
  );
  return concerned.length ? dataAge(unwell, concerned) : undefined;
}
