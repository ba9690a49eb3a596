// Access requests, the grants that they become, and what was written for them.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('access_requests', table => {
    table.string('id', 40).primary();
    table.integer('version').notNullable().comment('Optimistic lock');
    table.string('state', 20).notNullable();
    table.string('control_plane').notNullable();
    table.string('mesh').notNullable();
    table.string('requester').notNullable();
    table.string('requested_at', 30).notNullable();
    table.string('start_at', 30).nullable();
    table.string('end_at', 30).nullable();
    table.string('lapses_at', 30).nullable();
    table.string('updated_at', 30).notNullable();
    table
      .string('open_key', 64)
      .nullable()
      .unique()
      .comment('Hash of what is asked for while open: no duplicates');
    table
      .boolean('unreviewed')
      .notNullable()
      .comment('Break-glass without its review');
    table
      .boolean('drifted')
      .notNullable()
      .comment('A permission of it is not as it should be');
    table.text('data').notNullable().comment('The rest, JSON');
    table.index(['state', 'requested_at'], 'access_requests_state_idx');
    table.index(['requester', 'requested_at'], 'access_requests_requester_idx');
    table.index(['control_plane', 'mesh', 'state'], 'access_requests_mesh_idx');
  });
  await knex.schema.createTable('access_refs', table => {
    table
      .string('request_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_requests')
      .onDelete('CASCADE');
    table
      .string('kind', 10)
      .notNullable()
      .comment('requester, approver, owner or domain');
    table.string('ref').notNullable();
    table.primary(['request_id', 'kind', 'ref']);
    table.index(['kind', 'ref'], 'access_refs_ref_idx');
  });
  await knex.schema.createTable('access_decisions', table => {
    table
      .string('request_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_requests')
      .onDelete('CASCADE');
    table.string('by').notNullable();
    table.string('at', 30).notNullable();
    table.string('decision', 10).notNullable();
    table.text('rationale').notNullable();
    table.primary(['request_id', 'by'], 'access_decisions_once');
  });
  await knex.schema.createTable('access_pairs', table => {
    table
      .string('request_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_requests')
      .onDelete('CASCADE');
    table.string('dag').notNullable();
    table.string('service').notNullable();
    table.integer('port').notNullable();
    table.primary(['request_id', 'dag', 'service', 'port']);
    table.index(['dag'], 'access_pairs_dag_idx');
    table.index(['service'], 'access_pairs_service_idx');
  });
  await knex.schema.createTable('access_policies', table => {
    table.string('control_plane').notNullable();
    table.string('mesh').notNullable();
    table.string('kind', 40).notNullable();
    table.string('name').notNullable();
    table.string('hash', 64).notNullable().comment('Of what was written');
    table.text('grants').notNullable().comment('Ids, JSON');
    table
      .text('base')
      .nullable()
      .comment('Name of the policy that it carries along');
    table.string('written_at', 30).notNullable();
    table.text('reference').nullable().comment('Pull request or commit');
    table.string('drift_since', 30).nullable();
    table.string('drift_kind', 20).nullable();
    table.primary(['control_plane', 'mesh', 'kind', 'name']);
  });
  await knex.schema.createTable('access_leases', table => {
    table.string('name').primary();
    table.string('holder', 40).notNullable();
    table.bigInteger('until').notNullable().comment('Milliseconds since 1970');
  });
  await knex.schema.createTable('access_campaigns', table => {
    table.string('id', 40).primary();
    table.string('title').notNullable();
    table.string('created_by').notNullable();
    table.string('created_at', 30).notNullable();
    table.string('deadline', 30).notNullable();
    table.string('unanswered', 10).notNullable();
    table.text('filter').notNullable();
    table.string('state', 10).notNullable();
  });
  await knex.schema.createTable('access_campaign_items', table => {
    table
      .string('campaign_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_campaigns')
      .onDelete('CASCADE');
    table
      .string('request_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_requests')
      .onDelete('CASCADE');
    table.string('decision', 10).nullable();
    table.string('by').nullable();
    table.string('at', 30).nullable();
    table.text('rationale').nullable();
    table.primary(['campaign_id', 'request_id']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_campaign_items');
  await knex.schema.dropTable('access_campaigns');
  await knex.schema.dropTable('access_leases');
  await knex.schema.dropTable('access_policies');
  await knex.schema.dropTable('access_pairs');
  await knex.schema.dropTable('access_decisions');
  await knex.schema.dropTable('access_refs');
  await knex.schema.dropTable('access_requests');
};
