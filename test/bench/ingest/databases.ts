import Knex from 'knex';

/** The databases of one backend, looked into from outside. */
export class Databases {
  readonly #catalog: ReturnType<typeof Knex>;
  readonly #plugin: ReturnType<typeof Knex>;

  constructor(connection: string, prefix: string) {
    const open = (plugin: string) => {
      const url = new URL(connection);
      url.pathname = `/${prefix}${plugin}`;
      return Knex({
        client: 'pg',
        connection: url.toString(),
        pool: { min: 0, max: 2 },
      });
    };
    this.#catalog = open('catalog');
    this.#plugin = open('airflow-kuma');
  }

  /** Entities that are stitched, of those that the catalog was given. */
  async stitched(): Promise<number> {
    const { rows } = await this.#catalog.raw(
      'select count(*) as stitched from final_entities where final_entity is not null',
    );
    return Number(rows[0].stitched);
  }

  /** Fingerprint of what each entity was given as, by ref. */
  async given(): Promise<Map<string, string>> {
    const rows = await this.#catalog('refresh_state').select(
      'entity_ref',
      'unprocessed_entity',
    );
    return new Map(rows.map(row => [row.entity_ref, row.unprocessed_entity]));
  }

  /**
   * Versions of objects that were ever written. Runs of DAGs go on, and
   * counters of proxies move, while nothing of what they are changes.
   */
  async versions(): Promise<number> {
    const [{ versions }] = await this.#plugin('sync_objects').count({
      versions: '*',
    });
    return Number(versions);
  }

  /** DAGs whose details were not read so far. */
  async withoutDetails(): Promise<number> {
    const [{ left }] = await this.#plugin('sync_objects')
      .where({ kind: 'dag' })
      .andWhere('valid_to', '>', '9')
      .andWhere('live', 'not like', '%"notes"%')
      .count({ left: '*' });
    return Number(left);
  }

  /** How a source is doing, as stored. */
  async source(source: string) {
    const [row] = await this.#plugin('sync_sources').where({ source });
    return row as {
      last_attempt: string;
      last_success: string;
      refresh: boolean;
      error: string | null;
    };
  }

  /** Has a source read at the next occasion. */
  async refresh(source: string): Promise<void> {
    await this.#plugin('sync_sources').where({ source }).update({
      refresh: true,
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.#catalog.destroy(), this.#plugin.destroy()]);
  }
}

/** Waits until something holds. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  options: { seconds?: number; every?: number } = {},
): Promise<void> {
  const { seconds = 1_200, every = 100 } = options;
  const end = Date.now() + seconds * 1000;
  while (!(await holds().catch(() => false))) {
    if (Date.now() > end) throw new Error(`Waited in vain for: ${what}`);
    await new Promise(resolve => setTimeout(resolve, every));
  }
}
