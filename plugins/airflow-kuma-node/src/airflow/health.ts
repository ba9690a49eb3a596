import { z } from 'zod';
import { optionalText, optionalTime } from '../http/shapes';
import { AirflowHealth } from './types';

const component = z.object({
  status: optionalText,
});

/**
 * `{scheduler: {status, latest_scheduler_heartbeat}, …}`, the same in v1 and
 * v2. A part without a status does not run there (v1 without a triggerer);
 * the database and the scheduler must.
 */
export const health = z
  .record(z.string(), z.unknown())
  .transform((answer): AirflowHealth => {
    const components = Object.entries(answer).flatMap(([name, value]) => {
      const parsed = component.safeParse(value);
      if (!parsed.success) return [];
      const heartbeat = Object.entries(value as Record<string, unknown>).find(
        ([key]) => key.startsWith('latest_'),
      );
      return [
        {
          name,
          status: parsed.data.status,
          lastHeartbeat: optionalTime.safeParse(heartbeat?.[1]).data,
        },
      ];
    });
    const status = (name: string) =>
      components.find(entry => entry.name === name)?.status;
    return {
      healthy:
        status('metadatabase') === 'healthy' &&
        status('scheduler') === 'healthy' &&
        components.every(entry => !entry.status || entry.status === 'healthy'),
      components,
    };
  });
