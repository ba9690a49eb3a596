import {
  DataAge,
  GraphAnswer,
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
  const concerned = concernedBy(unwell, scene);
  return concerned.length ? dataAge(unwell, concerned) : undefined;
}

/**
 * Sources of what is in a scene for which a past instant lies between two reads
 * that found different things.
 */
export function sourcesBetweenReads(
  sources: SourceStatus[],
  scene: Scene,
): GraphAnswer['between'] {
  const between = sources.filter(({ readsAround }) => readsAround);
  if (!between.length) return undefined;
  const found = concernedBy(between, scene).flatMap(({ title, readsAround }) =>
    readsAround ? [{ title, ...readsAround }] : [],
  );
  return found.length ? found : undefined;
}

function concernedBy(sources: SourceStatus[], scene: Scene): SourceStatus[] {
  const instances = new Set<string | undefined>();
  const controlPlanes = new Set<string | undefined>();
  for (const { traits } of scene.nodes.values()) {
    instances.add(traits.instance);
    controlPlanes.add(traits.controlPlane);
  }
  return sources.filter(({ kind, name }) =>
    (kind === 'airflow' ? instances : controlPlanes).has(name),
  );
}
