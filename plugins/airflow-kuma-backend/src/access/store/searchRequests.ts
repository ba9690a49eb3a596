import { finalAccessStates } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { BACKEND_ACTOR } from '../../audit';
import {
  anywhere,
  isInAnyCase,
  isLikeInAnyCase,
  jsonText,
} from '../../sqlText';

/** By what people look for requests; all given fit together. */
export type RequestSearch = {
  /** In the names of both ends, the reason, the ticket or the id. */
  text?: string;
  /** Who asked, decided or ended it: a ref, or a part of a name. */
  person?: string;
  /** A DAG of its source: a ref, or a part of a name. */
  dag?: string;
  /** A service of its destination: the same. */
  service?: string;
  /** It was open or live at some time between these (ISO, inclusive). */
  from?: string;
  to?: string;
};

/** Narrows a query of `access_requests`. */
export function searchRequests(
  knex: Knex,
  builder: Knex.QueryBuilder,
  search: RequestSearch,
): void {
  const field = (name: string) => jsonText(knex, 'data', name);
  const { text, person, dag, service, from, to } = search;
  if (text) {
    builder.where(any => {
      for (const name of ['sourceName', 'destinationName', 'reason', 'ticket'])
        any.orWhereRaw(...isLikeInAnyCase(field(name), anywhere(text)));
      any.orWhere({ id: text.trim() });
    });
  }
  if (person) {
    builder.where(any =>
      any
        .whereIn(
          'id',
          named(
            knex('access_refs').where({ kind: 'requester' }),
            'ref',
            person,
          ).select('request_id'),
        )
        .orWhereIn(
          'id',
          named(knex('access_decisions'), 'access_decisions.by', person).select(
            'request_id',
          ),
        )
        .orWhere(ended => named(ended, field('endedBy'), person)),
    );
  }
  const ends = [
    ['dag', dag, 'sourceName'],
    ['service', service, 'destinationName'],
  ] as const;
  for (const [column, wanted, name] of ends) {
    if (!wanted) continue;
    builder.where(any => {
      any.whereIn(
        'id',
        named(knex('access_pairs'), column, wanted).select('request_id'),
      );
      if (!isRef(wanted))
        any.orWhereRaw(...isLikeInAnyCase(field(name), anywhere(wanted)));
    });
  }
  if (to) builder.where('requested_at', '<=', to);
  if (from) {
    builder.where(any =>
      any
        .whereNotIn('state', finalAccessStates)
        .orWhereRaw(`COALESCE(${field('endedAt')}, updated_at) >= ?`, [from]),
    );
  }
}

/** Rows whose entity ref is this one, or has this in its name. */
function named(
  query: Knex.QueryBuilder,
  column: string,
  wanted: string,
): Knex.QueryBuilder {
  const text = wanted.trim();
  if (text.toLocaleLowerCase('en-US') === 'the portal')
    return query.whereRaw(`${column} = ?`, [BACKEND_ACTOR]);
  if (isRef(text)) return query.whereRaw(...isInAnyCase(column, text));
  // Where a title has a space, a name has a sign, whichever.
  const name = anywhere(text).replace(/\s/g, '_');
  return query.whereRaw(...isLikeInAnyCase(column, `%/${name}`));
}

function isRef(text: string): boolean {
  return text.includes(':');
}
