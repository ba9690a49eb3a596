import { Knex } from 'knex';

/**
 * `content`: some object got a new version. `live`: only figures that move all
 * the time changed. `runs`: runs of DAGs.
 */
export type RevisionName = 'content' | 'live' | 'runs';

/** Lets every replica know that what it holds in memory is old. */
export async function bumpRevision(
  knex: Knex,
  name: RevisionName,
): Promise<void> {
  await knex('sync_revisions').where({ name }).increment('value', 1);
}

/** All counters at once, for one look before serving from memory. */
export async function readRevisions(
  knex: Knex,
): Promise<Record<RevisionName, number>> {
  const rows = await knex('sync_revisions').select<
    { name: RevisionName; value: number | string }[]
  >('name', 'value');
  // PostgreSQL gives 64-bit integers as text.
  return Object.fromEntries(
    rows.map(row => [row.name, Number(row.value)]),
  ) as Record<RevisionName, number>;
}
