/**
 * What failed runs failed of, as classes; never text of a log.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('sync_run_failures', table => {
    table.string('instance', 255).notNullable();
    table.string('dag_id', 255).notNullable();
    table.string('run_id', 512).notNullable();
    table
      .string('ended', 64)
      .notNullable()
      .comment('End of the run as it was classed: a cleared run ends again');
    table
      .text('failures')
      .notNullable()
      .comment('JSON: task, class and host of each');
    table.primary(['instance', 'dag_id', 'run_id'], 'sync_run_failures_pk');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('sync_run_failures');
};
