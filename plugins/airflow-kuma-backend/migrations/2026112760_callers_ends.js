// What was asked of workloads, and proposed to their repositories, so that
// they let the calls of grants out.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_callers_ends', table => {
    table.string('control_plane').notNullable();
    table.string('mesh').notNullable();
    table
      .string('key', 64)
      .notNullable()
      .comment('Hash of the workload and of where its manifest lies');
    table.string('updated_at', 30).notNullable();
    table
      .boolean('watched')
      .notNullable()
      .comment('Something has still to be proposed, merged or taken back');
    table
      .text('data')
      .notNullable()
      .comment('References with their grants, and the pull request, JSON');
    table.primary(['control_plane', 'mesh', 'key']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_callers_ends');
};
