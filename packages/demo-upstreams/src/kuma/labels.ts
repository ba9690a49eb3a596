import { KumaVersion } from './types';

/** Labels that Kuma computes for what is written through its API. */
export function computedLabels(options: {
  version: KumaVersion;
  zone: string;
  mesh: string;
  name: string;
  isProxy?: boolean;
}): Record<string, string> {
  const isThree = options.version.startsWith('3.');
  return {
    ...(isThree && { 'kuma.io/display-name': options.name }),
    'kuma.io/env': 'universal',
    'kuma.io/mesh': options.mesh,
    'kuma.io/origin': 'zone',
    ...(options.isProxy && !isThree && { 'kuma.io/proxy-type': 'sidecar' }),
    'kuma.io/zone': options.zone,
  };
}

/** Kuma shows labels in the order of their keys. */
export function sorted(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

export function hasLabels(
  labels: Record<string, string> | undefined,
  wanted: Record<string, string>,
): boolean {
  return Object.entries(wanted).every(
    ([key, value]) => labels?.[key] === value,
  );
}
