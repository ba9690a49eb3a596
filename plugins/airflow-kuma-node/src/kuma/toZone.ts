import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { optionalText } from '../http/shapes';
import { RawZone } from './types';

const overview = z.object({
  zone: z.object({ enabled: z.boolean().nullish() }).nullish(),
  zoneInsight: z
    .object({
      subscriptions: z
        .array(
          z.object({
            connectTime: optionalText,
            disconnectTime: optionalText,
            version: z
              .object({ kumaCp: z.object({ version: optionalText }).nullish() })
              .nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/**
 * Reads a ZoneOverview. A zone control plane has no insight of its own zone.
 */
export function toZone(row: KumaResource): RawZone {
  const { zone, zoneInsight } = overview.parse(row);
  const subscriptions = zoneInsight?.subscriptions ?? [];
  const connected = subscriptions.find(
    entry => entry.connectTime && !entry.disconnectTime,
  );
  const newest = connected ?? subscriptions[subscriptions.length - 1];
  return {
    name: row.name,
    // Absent means the default, which is yes.
    enabled: zone?.enabled ?? true,
    online: zoneInsight ? Boolean(connected) : undefined,
    version: newest?.version?.kumaCp?.version,
  };
}
