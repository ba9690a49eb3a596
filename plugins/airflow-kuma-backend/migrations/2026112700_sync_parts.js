// What was read of a source part by part, and what was not.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('sync_sources', table => {
    table.text('parts').nullable().comment('JSON list of SourcePart');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('sync_sources', table => {
    table.dropColumn('parts');
  });
};
