import {
  DataAge,
  missingParts,
  SourceReference,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotFoundError } from '@backstage/errors';

/** How old the data is that an answer about these sources rests on. */
export function dataAge(
  sources: SourceStatus[],
  concerned: SourceReference[],
): DataAge {
  return sources
    .filter(source => concerned.some(each => isSame(each, source)))
    .map(ageOf);
}

/** How old the data of one source is, and of which parts it is older. */
export function ageOf(source: SourceStatus): DataAge[number] {
  const { kind, name, state, lastSuccess } = source;
  const missing = missingParts(source).map(part => ({
    name: part.name,
    ...(part.mesh !== undefined && { mesh: part.mesh }),
    ...(part.lastRead && { lastRead: part.lastRead }),
  }));
  return {
    kind,
    name,
    state,
    lastSuccess,
    ...(missing.length > 0 && { missing }),
  };
}

/** The status of one source. */
export function statusOf(
  sources: SourceStatus[],
  reference: SourceReference,
): SourceStatus {
  const found = sources.find(source => isSame(reference, source));
  if (!found) {
    throw new NotFoundError(`There is no source ${reference.name}`);
  }
  return found;
}

function isSame(a: SourceReference, b: SourceReference): boolean {
  return a.kind === b.kind && a.name === b.name;
}
