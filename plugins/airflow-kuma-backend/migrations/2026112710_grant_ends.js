// How a grant ended is a state of its own; before, each of them was "removed".

const BATCH = 500;
const ENDS = {
  expired: /^expired/,
  superseded: /^extended by request (?<by>\S+)/,
  'ended-unused': /^unused/,
  'ended-drift': /^ended by drift/,
  'ended-review': /^ended in review/,
};

/** The reason begins with how it ended; what a person wrote stands behind that. */
function endOf(reason) {
  for (const [end, pattern] of Object.entries(ENDS)) {
    const found = pattern.exec(reason);
    if (found) return { end, by: found.groups?.by };
  }
  return { end: 'revoked' };
}

async function eachOf(knex, states, change) {
  let last = '';
  for (;;) {
    const rows = await knex('access_requests')
      .whereIn('state', states)
      .where('id', '>', last)
      .orderBy('id')
      .limit(BATCH)
      .select('id', 'state', 'data');
    if (rows.length === 0) return;
    for (const { id, state, data } of rows) {
      const next = change(state, JSON.parse(data));
      await knex('access_requests')
        .where({ id })
        .update({ state: next.state, data: JSON.stringify(next.data) });
    }
    last = rows[rows.length - 1].id;
  }
}

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await eachOf(knex, ['removing', 'removed'], (state, data) => {
    const { end, by } = endOf(data.endReason ?? '');
    return {
      state: state === 'removed' ? end : state,
      data: { ...data, endsAs: end, ...(by && { extendedBy: by }) },
    };
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await eachOf(
    knex,
    ['removing', 'revoked', ...Object.keys(ENDS)],
    (state, { endsAs: _end, extendedBy: _by, ...data }) => ({
      state: state === 'removing' ? state : 'removed',
      data,
    }),
  );
};
