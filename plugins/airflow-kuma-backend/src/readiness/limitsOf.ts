import {
  DECIDING_KINDS,
  missingParts,
  SourceStatus,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshKey } from '../sync/InventoryReader';
import { JudgedCall } from './judgeCalls';

const DECIDING = new Set<string>([...DECIDING_KINDS, 'MeshPassthrough']);

/**
 * What could not be read of what an answer rests on, in sentences: of the
 * control plane, and of the Airflow instances whose DAGs are in it.
 */
export function limitsOf(
  sources: SourceStatus[],
  { controlPlane, mesh }: MeshKey,
  instances: Set<string>,
): string[] {
  return sources.flatMap(source => {
    if (source.kind === 'airflow') {
      return instances.has(source.name) ? unwell(source) : [];
    }
    if (source.name !== controlPlane) return [];
    const missing = missingParts(source).filter(
      part =>
        DECIDING.has(part.name) &&
        (part.mesh === undefined || part.mesh === mesh),
    );
    return [
      ...unwell(source),
      ...missing.map(({ name, reason, advice }) =>
        [
          reason
            ? `${name} resources of ${source.title} are not told: ${reason}`
            : `${name} resources of ${source.title} are not told.`,
          advice,
        ]
          .filter(Boolean)
          .join(' '),
      ),
    ];
  });
}

function unwell({ title, state, lastSuccess, error }: SourceStatus): string[] {
  if (state === 'ok') return [];
  const since = lastSuccess
    ? `has not answered since ${utcMinute(
        lastSuccess,
      )}; what follows is from then`
    : 'was never read';
  return [`${title} ${since}.${error ? ` ${error}` : ''}`];
}

/** Airflow instances of the DAGs that calls are of. */
export function instancesOf(
  calls: JudgedCall[],
  instanceOf: (dag: string) => string | undefined,
): Set<string> {
  return new Set(
    calls.flatMap(({ dag }) => (dag ? instanceOf(dag) ?? [] : [])),
  );
}
