// The audit trail: append-only, each record with the hash of the one before.

const IMMUTABLE = 'airflow_kuma_audit_immutable';

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('audit_records', table => {
    table
      .bigInteger('sequence')
      .primary()
      .comment('Counts from 1 without gaps');
    table.string('at', 30).notNullable().comment('ISO time, hashed as written');
    table.string('actor').notNullable().comment('Who did it, an entity ref');
    table.string('on_behalf_of').nullable();
    table.string('action', 100).notNullable();
    table.string('request_id', 40).nullable();
    table.text('subject').nullable();
    table.text('before').nullable().comment('JSON');
    table.text('after').nullable().comment('JSON');
    table.string('ip', 64).nullable();
    table.string('http_request_id', 128).nullable();
    table.string('previous_hash', 64).notNullable();
    table.string('hash', 64).notNullable().unique();
    table.index(['request_id', 'sequence'], 'audit_records_request_idx');
    table.index(['actor', 'sequence'], 'audit_records_actor_idx');
    table.index(['action', 'sequence'], 'audit_records_action_idx');
    table.index(['at'], 'audit_records_at_idx');
  });
  await knex.schema.createTable('audit_chain', table => {
    table.integer('id').primary().comment('One row: the lock of all writers');
    table.bigInteger('sequence').notNullable();
    table.string('hash', 64).notNullable();
  });
  await knex('audit_chain').insert({
    id: 1,
    sequence: 0,
    hash: '0'.repeat(64),
  });
  await knex.schema.createTable('audit_heads', table => {
    table.bigInteger('sequence').primary();
    table.string('at', 30).notNullable();
    table.string('hash', 64).notNullable();
    table.string('key_id').notNullable();
    table.text('signature').notNullable().comment('Ed25519, base64');
  });

  // A bug here must not be able to rewrite history. Who owns the database can
  // drop the triggers; the hash chain and the signed heads are for them.
  if (knex.client.config.client === 'pg') {
    await knex.raw(`
      CREATE FUNCTION ${IMMUTABLE}() RETURNS trigger AS $$
      BEGIN RAISE EXCEPTION 'audit_records is append-only'; END;
      $$ LANGUAGE plpgsql`);
    await knex.raw(`
      CREATE TRIGGER audit_records_immutable
      BEFORE UPDATE OR DELETE ON audit_records
      FOR EACH ROW EXECUTE FUNCTION ${IMMUTABLE}()`);
  } else {
    for (const verb of ['UPDATE', 'DELETE']) {
      await knex.raw(`
        CREATE TRIGGER audit_records_no_${verb.toLocaleLowerCase('en-US')}
        BEFORE ${verb} ON audit_records
        BEGIN SELECT RAISE(ABORT, 'audit_records is append-only'); END`);
    }
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('audit_heads');
  await knex.schema.dropTable('audit_chain');
  await knex.schema.dropTable('audit_records');
  if (knex.client.config.client === 'pg') {
    await knex.raw(`DROP FUNCTION ${IMMUTABLE}()`);
  }
};
