import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact, InventoryReader } from '../../sync/InventoryReader';
import { RunBook } from './RunBook';

const MINUTE_MS = 60_000;
/** Minutes that are looked at for one picture, the newest first. */
const MOST_MINUTES = 200;
/** DAGs on one identity that are told apart; more are a pool that always runs something. */
const MOST_DAGS = 1_000;
const MOST_RUNS = 10_000;
const MINUTES_KEPT = 2_000;

/** Calls of which somebody wants to know whose they are. */
export type Asked = { sharing: string[]; at?: string };

type World = { dags: DagFact[]; sources: SourceStatus[] };

/** Reads which DAGs were running in the minutes of calls. */
export class RunBookReader {
  readonly #inventory: Pick<InventoryReader, 'runsDuring'>;
  /** Runs of a minute that all was read of do not change any more. */
  readonly #known = new Map<string, Set<string>>();

  /** Whether somebody asked about a minute before its runs were read. */
  #awaits = false;

  constructor(inventory: Pick<InventoryReader, 'runsDuring'>) {
    this.#inventory = inventory;
  }

  /** Differs once runs are read that somebody waits for. */
  revision(sources: SourceStatus[]): string {
    return this.#awaits ? [...runsReadUntil(sources).values()].join(' ') : '';
  }

  async read(asked: Asked[], world: World): Promise<RunBook> {
    const dags = new Map(world.dags.map(dag => [dag.ref, dag]));
    const readUntil = runsReadUntil(world.sources);
    const found = new Map<string, Answer>();
    this.#awaits = false;
    for (const [minute, refs] of byMinute(asked)) {
      const tellable = [...refs].flatMap(ref => {
        const dag = dags.get(ref);
        const until = readUntil.get(dag?.instance ?? '') ?? 0;
        if (dag && until >= minute + MINUTE_MS) return [dag];
        this.#awaits = true;
        return [];
      });
      const running = await this.#runningIn(minute, tellable);
      if (!running) continue;
      found.set(`${minute}`, {
        tellable: new Set(tellable.map(({ ref }) => ref)),
        running,
      });
    }
    return {
      wasRunning: (dag, at) => {
        const answer = found.get(`${minuteOf(at)}`);
        if (!answer?.tellable.has(dag)) return undefined;
        return answer.running.has(dag);
      },
    };
  }

  /** Refs of those of the DAGs; `undefined` where runs of then are forgotten. */
  async #runningIn(
    minute: number,
    dags: DagFact[],
  ): Promise<Set<string> | undefined> {
    if (!dags.length) return undefined;
    const key = `${minute} ${dags.map(({ ref }) => ref).join(' ')}`;
    const known = this.#known.get(key);
    if (known) return known;
    const { items, total, keptSince } = await this.#inventory.runsDuring({
      dags: dags.map(({ instance, dagId }) => ({ instance, dagId })),
      from: new Date(minute).toISOString(),
      to: new Date(minute + MINUTE_MS - 1).toISOString(),
      offset: 0,
      limit: MOST_RUNS,
    });
    if (Date.parse(keptSince) > minute || total > items.length) {
      return undefined;
    }
    const refs = new Map(dags.map(dag => [idOf(dag), dag.ref]));
    const running = new Set(
      items
        // What waits in a queue calls nobody.
        .filter(({ start }) => start !== undefined)
        .flatMap(run => refs.get(idOf(run)) ?? []),
    );
    this.#known.set(key, running);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MINUTES_KEPT) break;
      this.#known.delete(oldest);
    }
    return running;
  }
}

type Answer = { tellable: Set<string>; running: Set<string> };

/** By instance, until when its runs were read, in milliseconds. */
function runsReadUntil(sources: SourceStatus[]): Map<string, number> {
  return new Map(
    sources.flatMap(({ kind, name, parts }): [string, number][] => {
      if (kind !== 'airflow') return [];
      const runs = parts.find(part => part.name === 'runs');
      return runs?.state === 'read' && runs.lastRead
        ? [[name, Date.parse(runs.lastRead)]]
        : [];
    }),
  );
}

/** DAGs to ask about, by minute, the newest first. */
function byMinute(asked: Asked[]): [number, Set<string>][] {
  const minutes = new Map<number, Set<string>>();
  for (const { sharing, at } of asked) {
    if (!at || sharing.length > MOST_DAGS) continue;
    const minute = minuteOf(at);
    const refs = minutes.get(minute) ?? new Set<string>();
    minutes.set(minute, refs);
    for (const ref of sharing) refs.add(ref);
  }
  return [...minutes].sort(([a], [b]) => b - a).slice(0, MOST_MINUTES);
}

function minuteOf(at: string): number {
  return Math.floor(Date.parse(at) / MINUTE_MS) * MINUTE_MS;
}

function idOf(of: { instance: string; dagId: string }): string {
  return JSON.stringify([of.instance, of.dagId]);
}
