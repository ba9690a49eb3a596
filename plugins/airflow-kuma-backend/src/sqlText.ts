import { Knex } from 'knex';

/** `x LIKE ?`, for a pattern made with `plain`. SQLite knows no escape character but by name. */
export function isLike(what: string): string {
  return `${what} LIKE ? ESCAPE '!'`;
}

/** A text in which nothing stands for something else. */
export function plain(text: string): string {
  return text.replace(/[%_!]/g, '!$&');
}

/** A pattern for what holds this text somewhere. */
export function anywhere(text: string): string {
  return `%${plain(text)}%`;
}

/** SQL with its values, for `whereRaw`. */
type Raw = [sql: string, values: string[]];

/** `column LIKE pattern` in any case. */
export function isLikeInAnyCase(column: string, pattern: string): Raw {
  const { sql, values, text } = inLowerCase(column, pattern);
  return [isLike(sql), [...values, text]];
}

/** `column = text` in any case. */
export function isInAnyCase(column: string, wanted: string): Raw {
  const { sql, values, text } = inLowerCase(column, wanted);
  return [`${sql} = ?`, [...values, text]];
}

/**
 * A column and a text to compare with it, both in lower case. `LOWER` knows
 * A to Z in SQLite, and in PostgreSQL what its locale says; so the other
 * letters of the text are looked after one by one.
 */
function inLowerCase(column: string, wanted: string) {
  // By letter: a whole word in lower case would end in another sigma.
  const letters = [...wanted].map(each => each.toLocaleLowerCase('en-US'));
  const text = letters.join('');
  const capitals = [...new Set(letters)].flatMap(small => {
    const capital = small.toLocaleUpperCase('en-US');
    const isPair =
      capital !== small && capital.toLocaleLowerCase('en-US') === small;
    return small > '\x7f' && isPair ? [[capital, small]] : [];
  });
  return {
    sql: capitals.reduce(sql => `REPLACE(${sql}, ?, ?)`, `LOWER(${column})`),
    values: capitals.flat(),
    text,
  };
}

/** A text out of the JSON of a column, as SQL; null where there is none. Names are ours. */
export function jsonText(knex: Knex, column: string, key: string): string {
  return knex.client.config.client === 'pg'
    ? `(${column}::json ->> '${key}')`
    : `json_extract(${column}, '$.${key}')`;
}
