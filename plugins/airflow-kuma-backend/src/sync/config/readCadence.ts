import { readSchedulerServiceTaskScheduleDefinitionFromConfig } from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/** How often a source is read, and how long one read may take. */
export type Cadence = { interval: number; deadline: number };

/**
 * Reads `schedule` of a source. Sources are read at an interval; cron does not
 * say what "stale" would mean, so it is refused with its key.
 */
export function readCadence(
  source: Config,
  path: string,
  defaults: Cadence,
): Cadence {
  if (!source.has('schedule')) return defaults;
  const schedule = readSchedulerServiceTaskScheduleDefinitionFromConfig(
    source.getConfig('schedule'),
  );
  const { frequency } = schedule;
  if ('cron' in frequency || 'trigger' in frequency) {
    throw new InputError(
      `${path}.schedule.frequency must be a duration, e.g. { seconds: 30 }`,
    );
  }
  const interval = durationToMilliseconds(frequency);
  const deadline = durationToMilliseconds(schedule.timeout);
  if (!(interval >= 1000) || !(deadline > 0)) {
    throw new InputError(
      `${path}.schedule needs a frequency of at least a second and a timeout`,
    );
  }
  return { interval, deadline };
}
