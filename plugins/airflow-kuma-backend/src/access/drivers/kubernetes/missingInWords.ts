import { MissingRight } from './types';

const SHOWN = 5;

/** Which verbs the account lacks and where, shortest first where all lack the same. */
export function missingInWords(
  missing: MissingRight[],
  cluster: string,
): string {
  const places = new Map<string, string[]>();
  for (const { verb, namespace } of missing) {
    const place = namespace ?? '';
    places.set(place, [...(places.get(place) ?? []), verb]);
  }
  const byVerbs = new Map<string, string[]>();
  for (const [place, verbs] of places) {
    const key = verbs.join(', ');
    byVerbs.set(key, [...(byVerbs.get(key) ?? []), place]);
  }
  const parts = [...byVerbs].map(([verbs, where]) =>
    where[0] === '' ? verbs : `${verbs} in ${shortened(where)}`,
  );
  return `The account of this portal in ${cluster} lacks on meshtrafficpermissions.kuma.io: ${parts.join(
    '; ',
  )}. The page "Kubernetes" of the docs has a Role to apply.`;
}

function shortened(namespaces: string[]): string {
  const [shown, rest] = [
    namespaces.slice(0, SHOWN),
    Math.max(0, namespaces.length - SHOWN),
  ];
  return rest === 0
    ? shown.join(', ')
    : `${shown.join(', ')} and ${rest} more namespaces`;
}
