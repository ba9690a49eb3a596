// Who was told of a campaign and when, and what became of grants that nobody
// answered for.

const BATCH = 500;

/** Of closed campaigns; how a grant ended says whether it ended by this one. */
async function fillOutcomes(knex) {
  const closed = await knex('access_campaigns').where({ state: 'closed' });
  for (const { id, title, unanswered } of closed) {
    for (let last = ''; ; ) {
      const rows = await knex('access_campaign_items')
        .join('access_requests', 'access_requests.id', 'request_id')
        .where({ campaign_id: id })
        .whereNull('decision')
        .where('request_id', '>', last)
        .orderBy('request_id')
        .limit(BATCH)
        .select('request_id', 'data');
      for (const { request_id, data } of rows) {
        const reason = JSON.parse(data).endReason ?? '';
        const isEnded = reason.startsWith(`ended in review "${title}": nobody`);
        const ended = isEnded ? 'ended-unanswered' : 'gone';
        await knex('access_campaign_items')
          .where({ campaign_id: id, request_id })
          .update({
            outcome: unanswered === 'keep' ? 'stayed-unanswered' : ended,
          });
      }
      if (rows.length < BATCH) break;
      last = rows[rows.length - 1].request_id;
    }
  }
}

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('access_campaign_items', table => {
    table
      .string('outcome', 20)
      .nullable()
      .comment('Of those without an answer, once the campaign is closed');
  });
  await knex.schema.createTable('access_campaign_notices', table => {
    table
      .string('campaign_id', 40)
      .notNullable()
      .references('id')
      .inTable('access_campaigns')
      .onDelete('CASCADE');
    table.string('reviewer').notNullable().comment('Entity ref');
    table.string('kind', 20).notNullable();
    table.integer('grants').notNullable().comment('That waited for them then');
    table.string('at', 30).notNullable();
    table
      .boolean('sent')
      .notNullable()
      .comment('The notifications backend took it');
    // Each once, over all replicas.
    table.primary(['campaign_id', 'reviewer', 'kind']);
  });
  await fillOutcomes(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('access_campaign_notices');
  await knex.schema.alterTable('access_campaign_items', table => {
    table.dropColumn('outcome');
  });
};
