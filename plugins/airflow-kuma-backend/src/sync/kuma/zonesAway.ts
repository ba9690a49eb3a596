import { RawZone } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/**
 * What to know of zones that are not connected, in a sentence. A zone whose
 * state is not tracked (the own one of a zone's control plane) is not away.
 */
export function zonesAway(zones: RawZone[]): string | undefined {
  const away = zones.flatMap(({ name, enabled, online }) => {
    if (!enabled) return [`${name} is disabled`];
    return online === false ? [`${name} is offline`] : [];
  });
  if (away.length === 0) return undefined;
  return `Zone ${away.join(
    ', zone ',
  )}: what is told of it is as old as its last connection, and what is written reaches it with the next.`;
}
