// When each source was read, so that the past can tell between which reads an
// instant lies. Reads that found the same are one row.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('sync_reads', table => {
    table.bigIncrements('id').comment('Order of writing');
    table.string('source', 255).notNullable();
    table.string('first_read', 24).notNullable();
    table
      .string('last_read', 24)
      .notNullable()
      .comment('Every read from the first to this one found the same');
    table
      .string('failed_at', 24)
      .nullable()
      .comment('First read after the last that failed');
    table.index(['source', 'first_read'], 'sync_reads_source_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sync_reads');
};
