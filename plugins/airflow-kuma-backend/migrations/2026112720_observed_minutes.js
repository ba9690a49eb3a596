// In which minutes of its hour an aggregate had calls, so that a picture of the
// past tells what had been seen by then. Rows from before have none.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('observed_calls', table => {
    for (const half of [0, 1]) {
      table
        .integer(`minutes_${half}`)
        .notNullable()
        .defaultTo(0)
        .comment('One bit for each minute of half an hour');
    }
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('observed_calls', table => {
    table.dropColumn('minutes_0');
    table.dropColumn('minutes_1');
  });
};
