import { SourceReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { ObjectStore } from './ObjectStore';
import { sourceKey } from './SourceStore';

/**
 * Ends what is stored of sources that config no longer names. A source whose
 * config is merely wrong keeps its last good state.
 */
export async function retireSources(options: {
  knex: Knex;
  objectStore: ObjectStore;
  sources: SourceReference[];
  now: Date;
}): Promise<void> {
  const { knex, objectStore, sources, now } = options;
  const known = new Set(sources.map(sourceKey));
  const rows = await knex('sync_sources').select('source');
  for (const { source } of rows) {
    if (known.has(source)) continue;
    await objectStore.replace(source, [], { now: now.toISOString() });
    await knex('sync_sources').where({ source }).delete();
  }
}
