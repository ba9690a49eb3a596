// How many calls of a mesh Kuma 3.0 would change, by owner and day.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('readiness_days', table => {
    table.string('control_plane').notNullable();
    table.string('mesh').notNullable();
    table.string('owner').notNullable().comment('Entity ref');
    table.string('day', 10).notNullable().comment('In UTC');
    table.integer('calls_left').notNullable().comment('Calls that do not stay');
    table.integer('calls').notNullable();
    // Each once a day, over all replicas; the last count of a day stands.
    table.primary(['control_plane', 'mesh', 'owner', 'day']);
    table.index(['day']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('readiness_days');
};
