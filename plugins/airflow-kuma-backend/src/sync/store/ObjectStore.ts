import { Knex } from 'knex';
import { hashOf } from './hashOf';
import { bumpRevision } from './revisions';
import { STILL_VALID } from './times';
import { NewObject, ObjectKey, WriteResult } from './types';

// SQLite binds 32,766 values at most; a row has nine.
const INSERT_BATCH = 500;
const CLOSE_BATCH = 1000;

type Current = ObjectKey & { id: number; hash: string; live?: string };
type Known = { revision: number; objects: Map<string, Current> };

/**
 * Objects of upstreams with valid-from and valid-to.
 *
 * What is stored is remembered per source, so that a read that changed nothing
 * costs one query and writes nothing; the revision of the source tells when
 * another replica wrote in between.
 */
export class ObjectStore {
  readonly #knex: Knex;
  readonly #known = new Map<string, Known>();

  static create(knex: Knex): ObjectStore {
    return new ObjectStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /**
   * Makes `objects` all that the source has. `keep` protects objects that were
   * not read this time without being gone.
   */
  async replace(
    source: string,
    objects: NewObject[],
    options: { now: string; keep?: (key: ObjectKey) => boolean },
  ): Promise<WriteResult> {
    const known = await this.#load(source);
    const changes = compare(source, known.objects, objects, options);
    const { inserts, closes, moves, result } = changes;
    if (inserts.length + closes.length + moves.length === 0) return result;

    // Forgotten first: after a failed write nobody knows what is stored.
    this.#known.delete(source);
    await this.#knex.transaction(async transaction => {
      for (const ids of inBatches(closes, CLOSE_BATCH)) {
        await transaction('sync_objects')
          .whereIn('id', ids)
          .update({ valid_to: options.now });
      }
      for (const rows of inBatches(inserts, INSERT_BATCH)) {
        await transaction('sync_objects').insert(rows);
      }
      for (const { id, live } of moves) {
        await transaction('sync_objects').where({ id }).update({ live });
      }
      await transaction('sync_sources')
        .where({ source })
        .increment('objects_revision', 1);
      await bumpRevision(
        transaction,
        inserts.length + closes.length > 0 ? 'content' : 'live',
      );
    });
    return result;
  }

  /** Live figures of one kind as last stored, by mesh and key. */
  async liveOf<T>(source: string, kind: string): Promise<Map<string, T>> {
    const { objects } = await this.#load(source);
    const result = new Map<string, T>();
    for (const object of objects.values()) {
      if (object.kind !== kind || object.live === undefined) continue;
      result.set(`${object.mesh}/${object.key}`, JSON.parse(object.live));
    }
    return result;
  }

  /** What is wanted of the current data of one kind, by mesh and key. */
  async dataOf<T, R>(
    source: string,
    kind: string,
    pick: (data: T) => R,
  ): Promise<Map<string, R>> {
    const rows = await this.#knex('sync_objects')
      .where({ source, kind, valid_to: STILL_VALID })
      .select('mesh', 'key', 'data');
    return new Map(
      rows.map(row => [`${row.mesh}/${row.key}`, pick(JSON.parse(row.data))]),
    );
  }

  /** Keys that the source has, by kind. */
  async keysOf(source: string, kind: string): Promise<ObjectKey[]> {
    const { objects } = await this.#load(source);
    return [...objects.values()]
      .filter(object => object.kind === kind)
      .map(({ mesh, key }) => ({ kind, mesh, key }));
  }

  async #load(source: string): Promise<Known> {
    const [row] = await this.#knex('sync_sources')
      .where({ source })
      .select('objects_revision');
    const revision = Number(row?.objects_revision ?? 0);
    const known = this.#known.get(source);
    if (known?.revision === revision) return known;

    const rows = await this.#knex('sync_objects')
      .where({ source, valid_to: STILL_VALID })
      .select('id', 'kind', 'mesh', 'key', 'hash', 'live');
    const loaded: Known = {
      revision,
      objects: new Map(
        rows.map(stored => [
          idOf(stored),
          {
            id: Number(stored.id),
            kind: stored.kind,
            mesh: stored.mesh,
            key: stored.key,
            hash: stored.hash,
            live: stored.live ?? undefined,
          },
        ]),
      ),
    };
    this.#known.set(source, loaded);
    return loaded;
  }
}

function compare(
  source: string,
  known: Map<string, Current>,
  objects: NewObject[],
  options: { now: string; keep?: (key: ObjectKey) => boolean },
) {
  const result: WriteResult = { added: 0, changed: 0, removed: 0, moved: 0 };
  const inserts: Record<string, unknown>[] = [];
  const closes: number[] = [];
  const moves: { id: number; live: string | null }[] = [];
  const seen = new Set<string>();

  for (const object of objects) {
    const id = idOf(object);
    // The first wins; readers report duplicates.
    if (seen.has(id)) continue;
    seen.add(id);
    const data = JSON.stringify(object.data);
    const live =
      object.live === undefined ? undefined : JSON.stringify(object.live);
    const hash = hashOf(data);
    const current = known.get(id);
    if (current?.hash === hash) {
      if (current.live !== live) {
        moves.push({ id: current.id, live: live ?? null });
        result.moved += 1;
      }
      continue;
    }
    if (current) closes.push(current.id);
    result[current ? 'changed' : 'added'] += 1;
    inserts.push({
      source,
      kind: object.kind,
      mesh: object.mesh,
      key: object.key,
      valid_from: options.now,
      valid_to: STILL_VALID,
      hash,
      data,
      live: live ?? null,
    });
  }
  for (const [id, current] of known) {
    if (seen.has(id)) continue;
    if (options.keep?.(current)) continue;
    closes.push(current.id);
    result.removed += 1;
  }
  return { inserts, closes, moves, result };
}

function idOf(key: ObjectKey): string {
  return JSON.stringify([key.kind, key.mesh, key.key]);
}

function* inBatches<T>(items: T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) {
    yield items.slice(start, start + size);
  }
}
