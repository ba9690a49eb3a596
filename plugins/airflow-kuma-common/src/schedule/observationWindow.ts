import { CronExpressionParser } from 'cron-parser';
import { DateTime, Duration } from 'luxon';

/** How far back an edge is looked at. Times are ISO. @public */
export type ObservationWindow = {
  start: string;
  /** Why so far, in words. */
  reason: string;
};

/** So that an hourly DAG is not called unused after a quiet lunch. */
const SHORTEST = Duration.fromObject({ hours: 24 });

const PRESETS: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@quarterly': '0 0 1 */3 *',
  '@yearly': '0 0 1 1 *',
};

/**
 * The window in which a DAG with this schedule must have been seen: two whole
 * intervals at least, so that a monthly job is not called unused. `undefined`
 * where nothing says when it runs (by hand, by assets, or a timetable that we
 * cannot read): then silence tells nothing.
 * @public
 */
export function observationWindow(
  summary: string | undefined,
  now: string,
): ObservationWindow | undefined {
  const text = summary?.trim();
  if (!text) return undefined;
  const end = DateTime.fromISO(now, { zone: 'utc' });
  const start = text === '@continuous' ? end : twoIntervalsBack(text, end);
  if (!start) return undefined;
  const shortest = end.minus(SHORTEST);
  return {
    start: (start < shortest ? start : shortest).toISO()!,
    reason:
      start < shortest
        ? `two intervals of its schedule ${text}`
        : `a day, which holds two intervals of its schedule ${text}`,
  };
}

function twoIntervalsBack(text: string, end: DateTime): DateTime | undefined {
  const fixed = parseDuration(text);
  if (fixed) return end.minus(fixed).minus(fixed);
  // MultipleCronTriggerTimetable joins its expressions with comma and space
  const starts = text
    .split(', ')
    .map(expression => thirdFireBefore(expression, end))
    .filter(start => start !== undefined);
  return starts.length ? DateTime.min(...starts) : undefined;
}

/** Two whole intervals lie between the third fire time back and the last. */
function thirdFireBefore(
  expression: string,
  end: DateTime,
): DateTime | undefined {
  const cron = PRESETS[expression] ?? expression;
  if (cron.split(/\s+/).length < 5) return undefined;
  try {
    const fires = CronExpressionParser.parse(cron, {
      currentDate: end.toJSDate(),
      tz: 'UTC',
    });
    fires.prev();
    fires.prev();
    return DateTime.fromJSDate(fires.prev().toDate(), { zone: 'utc' });
  } catch {
    return undefined; // a timetable of the user's own, with a name of its own
  }
}

/** Python's `str(timedelta)`, e.g. `7 days, 0:00:00`, or ISO 8601. */
function parseDuration(text: string): Duration | undefined {
  const python = /^(?:(\d+) days?, )?(\d+):(\d\d):(\d\d)(?:\.\d+)?$/.exec(text);
  if (python) {
    const [, days, hours, minutes, seconds] = python;
    return positive(
      Duration.fromObject({
        days: Number(days ?? 0),
        hours: Number(hours),
        minutes: Number(minutes),
        seconds: Number(seconds),
      }),
    );
  }
  return text.startsWith('P') ? positive(Duration.fromISO(text)) : undefined;
}

function positive(duration: Duration): Duration | undefined {
  return duration.isValid && duration.toMillis() > 0 ? duration : undefined;
}
