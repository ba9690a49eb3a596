/**
 * What `sync` stores: objects of upstreams with valid-from and valid-to, how
 * each source is doing, runs of DAGs, and counters that tell what changed.
 *
 * Times are ISO text of one fixed length, which sorts as time does on every
 * database. The open end is a date far away instead of null, so that "now" and
 * "as of" are the same two comparisons and one index serves both.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sync_objects', table => {
    table.bigIncrements('id').comment('Order of writing');
    table.string('source', 255).notNullable().comment('e.g. kuma:eu');
    table.string('kind', 64).notNullable().comment('e.g. dag, proxy, Mesh');
    table.string('mesh', 255).notNullable().comment('Empty for Airflow');
    table
      .string('key', 512)
      .notNullable()
      .comment('Name, as the source has it');
    table.string('valid_from', 24).notNullable();
    table.string('valid_to', 24).notNullable().comment('9999-… while it holds');
    table.string('hash', 64).notNullable().comment('Of data');
    table.text('data').notNullable().comment('JSON; a change makes a version');
    table
      .text('live')
      .nullable()
      .comment('JSON of what moves all the time; a change makes no version');
    // One scan serves now and as-of: the closed versions that are too young
    // are dropped inside the index, without touching their rows.
    table.index(
      ['kind', 'valid_to', 'valid_from'],
      'sync_objects_kind_valid_idx',
    );
    table.index(
      ['source', 'kind', 'mesh', 'valid_to'],
      'sync_objects_source_idx',
    );
    table.index(['kind', 'key', 'mesh'], 'sync_objects_key_idx');
  });

  await knex.schema.createTable('sync_sources', table => {
    table.string('source', 255).primary();
    table.string('version', 64).nullable().comment('As the source reports it');
    table.string('last_success', 24).nullable();
    table.string('last_attempt', 24).nullable();
    table.text('error').nullable();
    table.text('skipped').notNullable().comment('JSON');
    table.text('held_back').nullable().comment('JSON, with what is missing');
    table.boolean('confirmed').notNullable().defaultTo(false);
    table.boolean('writable').nullable();
    table.string('hurry_until', 24).nullable();
    table.boolean('refresh').notNullable().defaultTo(false);
    table
      .bigInteger('objects_revision')
      .notNullable()
      .defaultTo(0)
      .comment('Grows with every write of its objects');
    table.text('memory').nullable().comment('JSON kept from read to read');
  });

  await knex.schema.createTable('sync_runs', table => {
    table.string('instance', 255).notNullable();
    table.string('dag_id', 255).notNullable();
    table.string('run_id', 512).notNullable();
    table.string('sort_time', 24).notNullable().comment('Start, else queued');
    table.string('hash', 64).notNullable();
    table.text('data').notNullable().comment('JSON');
    table.primary(['instance', 'dag_id', 'run_id'], 'sync_runs_pk');
    table.index(['instance', 'dag_id', 'sort_time'], 'sync_runs_dag_time_idx');
    table.index(['sort_time'], 'sync_runs_time_idx');
  });

  await knex.schema.createTable('sync_revisions', table => {
    table.string('name', 32).primary().comment('content, live or runs');
    table.bigInteger('value').notNullable();
  });
  await knex('sync_revisions').insert(
    ['content', 'live', 'runs'].map(name => ({ name, value: 0 })),
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sync_revisions');
  await knex.schema.dropTable('sync_runs');
  await knex.schema.dropTable('sync_sources');
  await knex.schema.dropTable('sync_objects');
};
