import { SourceReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { ObjectStore } from './ObjectStore';
import { sourceKey } from './SourceStore';

/**
 * Ends what is stored of sources that config no longer names. A source whose
 * config is merely wrong keeps its last good state, and so do all of a kind
 * whose list is no list: that names nobody, but it dismisses nobody either.
 */
export async function retireSources(options: {
  knex: Knex;
  objectStore: ObjectStore;
  sources: SourceReference[];
  now: Date;
}): Promise<void> {
  const { knex, objectStore, sources, now } = options;
  const known = new Set(sources.map(sourceKey));
  const unlisted = new Set<string>(
    sources.filter(isList).map(({ kind }) => kind),
  );
  const rows = await knex('sync_sources').select('source');
  for (const { source } of rows) {
    if (known.has(source) || unlisted.has(source.split(':')[0])) continue;
    await objectStore.replace(source, [], { now: now.toISOString() });
    await knex('sync_sources').where({ source }).delete();
  }
}

/** What stands for a whole list that cannot be read has the name of its key. */
function isList({ name }: SourceReference): boolean {
  return name.startsWith('airflowKuma.');
}
