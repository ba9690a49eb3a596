/** Hourly aggregates of access logs: who called whom, and what the mesh said. */

const BUCKETS = 12;

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('observed_calls', table => {
    table.comment(
      'Calls by hour as access logs told them; no single call is kept.',
    );
    table
      .string('id', 64)
      .primary()
      .comment(
        'Hash of everything that makes an aggregate one: written again, it grows.',
      );
    table.integer('hour').notNullable().comment('Hours since 1970');
    table.string('control_plane', 255).notNullable();
    table.string('mesh', 512).notNullable();
    table.text('caller').notNullable().comment('URI SAN');
    table.text('destination').notNullable();
    table.string('verdict', 16).notNullable();
    table.text('policy').notNullable();
    table.bigInteger('count').notNullable();
    table
      .bigInteger('first_seen')
      .notNullable()
      .comment('Milliseconds since 1970');
    table
      .bigInteger('last_seen')
      .notNullable()
      .comment('Milliseconds since 1970');
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      table.bigInteger(`latency_${bucket}`).notNullable().defaultTo(0);
    }
    table.index(['hour'], 'observed_calls_hour');
    table.index(['last_seen'], 'observed_calls_last_seen');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('observed_calls');
};
