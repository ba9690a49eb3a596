/** Five-field cron: lists, ranges and steps of numbers; days count from Sunday. */
type Cron = {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
};

const dayMilliseconds = 24 * 60 * 60 * 1000;
const cache = new Map<string, Cron>();

/** The last `count` times at or before `until` at which a schedule fires, oldest first. */
export function previousFires(
  cron: string,
  until: number,
  count: number,
): number[] {
  return walk(cron, until, count, -1).reverse();
}

/** The next time after `after`. */
export function nextFire(cron: string, after: number): number {
  const [next] = walk(cron, after + 1, 1, 1);
  return next;
}

/** Fires after `after` and up to `until`. */
export function firesBetween(
  cron: string,
  after: number,
  until: number,
): number[] {
  const fires: number[] = [];
  for (let next = nextFire(cron, after); next <= until; ) {
    fires.push(next);
    next = nextFire(cron, next);
  }
  return fires;
}

/** As Airflow's cron descriptor words the schedules used here. */
export function describeCron(cron: string): string {
  const [minute, hour, day, , weekday] = cron.split(' ');
  const every = /^\*\/(\d+)$/.exec(minute);
  if (every) return `Every ${every[1]} minutes`;
  if (hour === '*') return 'Every hour';
  const at = `At ${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day !== '*') return `${at}, on day ${day} of the month`;
  if (weekday === '1-5') return `${at}, Monday through Friday`;
  if (weekday !== '*') return `${at}, only on ${weekdayName(weekday)}`;
  return at;
}

function weekdayName(weekday: string): string {
  const names = [
    'Sunday',
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
    'Saturday',
  ];
  return names[Number(weekday)] ?? weekday;
}

function walk(
  text: string,
  from: number,
  count: number,
  direction: 1 | -1,
): number[] {
  const cron = parse(text);
  const fires: number[] = [];
  // Two years hold at least two fires of anything that fires yearly.
  let day = Math.floor(from / dayMilliseconds) * dayMilliseconds;
  for (let step = 0; step < 800 && fires.length < count; step += 1) {
    if (isOnDay(cron, new Date(day))) {
      const times = timesOfDay(cron, day).filter(time =>
        direction === 1 ? time >= from : time <= from,
      );
      if (direction === -1) times.reverse();
      fires.push(...times.slice(0, count - fires.length));
    }
    day += direction * dayMilliseconds;
  }
  return fires;
}

function isOnDay(cron: Cron, date: Date): boolean {
  return (
    cron.months.has(date.getUTCMonth() + 1) &&
    cron.days.has(date.getUTCDate()) &&
    cron.weekdays.has(date.getUTCDay())
  );
}

function timesOfDay(cron: Cron, day: number): number[] {
  const times: number[] = [];
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      times.push(day + (hour * 60 + minute) * 60_000);
    }
  }
  return times;
}

function parse(text: string): Cron {
  const known = cache.get(text);
  if (known) return known;
  const [minutes, hours, days, months, weekdays] = text.split(' ');
  const cron = {
    minutes: values(minutes, 0, 59),
    hours: values(hours, 0, 23),
    days: values(days, 1, 31),
    months: values(months, 1, 12),
    weekdays: values(weekdays, 0, 6),
  };
  cache.set(text, cron);
  return cron;
}

function values(field: string, low: number, high: number): Set<number> {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const [range, step = '1'] = part.split('/', 2);
    const [start, end] =
      range === '*'
        ? [low, high]
        : range.split('-').map(Number).concat(Number(range)).slice(0, 2);
    for (let value = start; value <= end; value += Number(step)) {
      found.add(value);
    }
  }
  return new Set([...found].sort((a, b) => a - b));
}
