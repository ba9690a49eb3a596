// Where a policy was written on Kubernetes: several namespaces can hold one of
// a name, and only ours is taken away.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('access_policies', table => {
    table.string('namespace', 63).nullable().comment('On Kubernetes alone');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('access_policies', table => {
    table.dropColumn('namespace');
  });
};
