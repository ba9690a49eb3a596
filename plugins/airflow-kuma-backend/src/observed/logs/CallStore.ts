import { createHash } from 'crypto';
import { Knex } from 'knex';
import { LoggedRefusal } from '../../graph/facts/ObservationBook';
import { lastMinuteOver } from './minutes';
import { CallAggregate, HOUR_MS, LATENCY_BOUNDS } from './ObservedCall';

const TABLE = 'observed_calls';
const BATCH = 100;
const BUCKETS = LATENCY_BOUNDS.map((_, index) => `latency_${index}`).concat(
  `latency_${LATENCY_BOUNDS.length}`,
);

const SUMMED_BY = [
  'control_plane',
  'mesh',
  'caller',
  'destination',
  'verdict',
  'policy',
];

type Row = Record<string, any>;

/** What is known of one caller and one destination over all that is kept. */
export type CallSummary = {
  controlPlane: string;
  mesh: string;
  caller: string;
  destination: string;
  verdict: CallAggregate['verdict'];
  policy: string;
  /** Milliseconds since 1970. */
  lastSeen: number;
  count: number;
};

/** Figures of the last whole day. */
export type RecentCalls = Pick<
  CallSummary,
  'controlPlane' | 'mesh' | 'caller' | 'destination'
> & { count: number; latencies: number[] };

/** Since when, and on which days, logs arrived. */
export type LogCoverage = {
  controlPlane: string;
  mesh: string;
  /** Days since 1970 with at least one record. */
  days: Set<number>;
  /** First hour, by destination, in milliseconds since 1970. */
  destinations: Map<string, number>;
};

/** Calls at destinations of one mesh, between two instants in milliseconds. */
type CallsAt = {
  controlPlane: string;
  mesh: string;
  destinations: string[];
  since: number;
  until: number;
};

/** The aggregates of access logs. */
export class CallStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Adds to what is stored, in one statement a batch, so that replicas can
   * write at the same time. New aggregates past `maxRows` are not stored.
   */
  async add(entries: CallAggregate[], maxRows: number): Promise<number> {
    const room = maxRows - (await this.rows());
    const accepted =
      entries.length <= room ? entries : await this.#known(entries, room);
    for (let start = 0; start < accepted.length; start += BATCH) {
      await this.#table()
        .insert(accepted.slice(start, start + BATCH).map(toRow))
        .onConflict('id')
        .merge(this.#growth());
    }
    return entries.length - accepted.length;
  }

  /** Untyped: what grouped queries answer is more than Knex can infer. */
  #table(): Knex.QueryBuilder {
    return this.#knex(TABLE);
  }

  async rows(): Promise<number> {
    const row = await this.#table().count({ rows: '*' }).first();
    return Number(row?.rows ?? 0);
  }

  /** By caller, destination, verdict and policy, up to now. */
  async summaries(now: number): Promise<CallSummary[]> {
    const rows = await this.#summaryRows(Math.floor(now / HOUR_MS));
    // The clock of a proxy may be ahead of ours.
    return rows.map(row => summaryOf(row, Math.min(Number(row.last), now)));
  }

  /**
   * The same as it was at a past instant. Of the hour that the instant lies in,
   * an aggregate may have calls from after it: those are told apart by the
   * minute.
   */
  async summariesAt(until: number): Promise<CallSummary[]> {
    const hour = Math.floor(until / HOUR_MS);
    const found = new Map<string, CallSummary>();
    for (const row of await this.#summaryRows(hour - 1)) {
      found.set(summaryKey(row), summaryOf(row, Number(row.last)));
    }
    const rows: Row[] = await this.#table()
      .where({ hour })
      .andWhere('first_seen', '<=', until);
    for (const row of rows) {
      const last = lastSeenBy(row, until);
      const known = found.get(summaryKey(row));
      const summary = summaryOf({ ...row, calls: row.count }, last);
      summary.count += known?.count ?? 0;
      found.set(summaryKey(row), summary);
    }
    return [...found.values()];
  }

  async #summaryRows(lastHour: number): Promise<Row[]> {
    return this.#table()
      .where('hour', '<=', lastHour)
      .groupBy(...SUMMED_BY)
      .select(...SUMMED_BY)
      .max({ last: 'last_seen' })
      .sum({ calls: 'count' });
  }

  /** Allowed calls of the day before an instant. */
  async recent(until: number): Promise<RecentCalls[]> {
    const hour = Math.floor(until / HOUR_MS);
    const query = this.#table()
      .where('hour', '<=', hour)
      .andWhere('first_seen', '<=', until)
      .andWhere('hour', '>', hour - 24)
      .andWhere('verdict', 'allowed')
      .groupBy('control_plane', 'mesh', 'caller', 'destination')
      .select('control_plane', 'mesh', 'caller', 'destination')
      .sum({ calls: 'count' });
    for (const bucket of BUCKETS) query.sum({ [bucket]: bucket });
    const rows: Row[] = await query;
    return rows.map((row: Row) => ({
      controlPlane: row.control_plane,
      mesh: row.mesh,
      caller: row.caller,
      destination: row.destination,
      count: Number(row.calls),
      latencies: BUCKETS.map(bucket => Number(row[bucket])),
    }));
  }

  async coverage(until: number): Promise<LogCoverage[]> {
    const last = Math.floor(until / HOUR_MS);
    const days: Row[] = await this.#table()
      .where('hour', '<=', last)
      .andWhere('first_seen', '<=', until)
      .groupBy('control_plane', 'mesh', this.#knex.raw('?? / 24', ['hour']))
      .select(
        'control_plane',
        'mesh',
        this.#knex.raw('?? / 24 as ??', ['hour', 'day']),
      );
    const destinations: Row[] = await this.#table()
      .where('hour', '<=', last)
      .andWhere('first_seen', '<=', until)
      .groupBy('control_plane', 'mesh', 'destination')
      .select('control_plane', 'mesh', 'destination')
      .min({ first: 'hour' });
    const found = new Map<string, LogCoverage>();
    for (const row of days) {
      const key = `${row.control_plane} ${row.mesh}`;
      const known = found.get(key) ?? {
        controlPlane: row.control_plane,
        mesh: row.mesh,
        days: new Set<number>(),
        destinations: new Map<string, number>(),
      };
      found.set(key, known);
      known.days.add(Number(row.day));
    }
    for (const row of destinations) {
      found
        .get(`${row.control_plane} ${row.mesh}`)
        ?.destinations.set(row.destination, Number(row.first) * HOUR_MS);
    }
    return [...found.values()];
  }

  /** Whether anything was logged at some destinations between two instants. */
  async covers(query: CallsAt): Promise<boolean> {
    return (await this.#callsAt(query).first('hour')) !== undefined;
  }

  /** When anything was first logged at some destinations, in milliseconds since 1970. */
  async firstLogged(
    query: Omit<CallsAt, 'since' | 'until'>,
  ): Promise<number | undefined> {
    const row = await this.#callsTo(query).min({ first: 'first_seen' }).first();
    return row?.first ? Number(row.first) : undefined;
  }

  /** Refused calls at some destinations between two instants, by whole hours. */
  async refusals(query: CallsAt): Promise<LoggedRefusal[]> {
    const rows: Row[] = await this.#callsAt(query)
      .andWhere('verdict', 'denied')
      .groupBy('caller', 'policy')
      .select('caller', 'policy')
      .max({ last: 'last_seen' })
      .sum({ calls: 'count' })
      .orderBy('last', 'desc');
    return rows.map(row => ({
      caller: row.caller,
      policy: row.policy,
      count: Number(row.calls),
      lastDenied: Number(row.last),
    }));
  }

  /** Differs whenever a newer call was written. */
  async revision(): Promise<string> {
    const row: Row | undefined = await this.#table()
      .max({ last: 'last_seen' })
      .first();
    return `${row?.last ?? ''}`;
  }

  async removeBefore(instant: number): Promise<number> {
    return this.#table()
      .where('hour', '<', Math.floor(instant / HOUR_MS))
      .delete();
  }

  #callsAt(query: CallsAt): Knex.QueryBuilder {
    return this.#callsTo(query)
      .andWhere('hour', '>=', Math.floor(query.since / HOUR_MS))
      .andWhere('hour', '<=', Math.floor(query.until / HOUR_MS));
  }

  #callsTo(query: Omit<CallsAt, 'since' | 'until'>): Knex.QueryBuilder {
    return this.#table()
      .where({ control_plane: query.controlPlane, mesh: query.mesh })
      .whereIn('destination', query.destinations);
  }

  /** Those that are stored already, and new ones as far as there is room. */
  async #known(
    entries: CallAggregate[],
    room: number,
  ): Promise<CallAggregate[]> {
    const stored = new Set<string>();
    const ids = entries.map(idOf);
    for (let start = 0; start < ids.length; start += BATCH) {
      const rows: Row[] = await this.#table()
        .whereIn('id', ids.slice(start, start + BATCH))
        .select('id');
      for (const { id } of rows) stored.add(id);
    }
    let left = Math.max(room, 0);
    return entries.filter((_, index) => {
      if (stored.has(ids[index])) return true;
      left -= 1;
      return left >= 0;
    });
  }

  #growth(): Record<string, Knex.Raw> {
    const sum = (column: string) =>
      this.#knex.raw('?? + ??', [`${TABLE}.${column}`, `excluded.${column}`]);
    const either = (column: string) =>
      this.#knex.raw('?? | ??', [`${TABLE}.${column}`, `excluded.${column}`]);
    const pick = (column: string, sign: '<' | '>') =>
      this.#knex.raw(`case when ?? ${sign} ?? then ?? else ?? end`, [
        `excluded.${column}`,
        `${TABLE}.${column}`,
        `excluded.${column}`,
        `${TABLE}.${column}`,
      ]);
    return {
      count: sum('count'),
      first_seen: pick('first_seen', '<'),
      last_seen: pick('last_seen', '>'),
      minutes_0: either('minutes_0'),
      minutes_1: either('minutes_1'),
      ...Object.fromEntries(BUCKETS.map(bucket => [bucket, sum(bucket)])),
    };
  }
}

function summaryKey(row: Row): string {
  return JSON.stringify(SUMMED_BY.map(column => row[column]));
}

function summaryOf(row: Row, lastSeen: number): CallSummary {
  return {
    controlPlane: row.control_plane,
    mesh: row.mesh,
    caller: row.caller,
    destination: row.destination,
    verdict: row.verdict,
    policy: row.policy,
    lastSeen,
    count: Number(row.calls),
  };
}

/** When an aggregate had last been seen by an instant in its hour. */
function lastSeenBy(row: Row, until: number): number {
  const first = Number(row.first_seen);
  const last = Number(row.last_seen);
  if (last <= until) return last;
  const minutes: [number, number] = [row.minutes_0, row.minutes_1];
  return Math.max(first, lastMinuteOver(minutes, row.hour, until) ?? first);
}

function idOf(entry: CallAggregate): string {
  const { controlPlane, mesh, caller, destination, verdict, policy, hour } =
    entry;
  return createHash('sha256')
    .update(
      JSON.stringify([
        controlPlane,
        mesh,
        caller,
        destination,
        verdict,
        policy,
        hour,
      ]),
    )
    .digest('hex');
}

function toRow(entry: CallAggregate) {
  return {
    id: idOf(entry),
    hour: entry.hour,
    control_plane: entry.controlPlane,
    mesh: entry.mesh,
    caller: entry.caller,
    destination: entry.destination,
    verdict: entry.verdict,
    policy: entry.policy,
    count: entry.count,
    first_seen: entry.firstSeen,
    last_seen: entry.lastSeen,
    minutes_0: entry.minutes[0],
    minutes_1: entry.minutes[1],
    ...Object.fromEntries(
      BUCKETS.map((bucket, index) => [bucket, entry.latencies[index] ?? 0]),
    ),
  };
}
