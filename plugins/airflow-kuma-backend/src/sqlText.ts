import { Knex } from 'knex';

/** `x LIKE ?`, for a pattern made with `plain`. SQLite knows no escape character but by name. */
export function isLike(what: string): string {
  return `${what} LIKE ? ESCAPE '!'`;
}

/** A text in which nothing stands for something else. */
export function plain(text: string): string {
  return text.replace(/[%_!]/g, '!$&');
}

/** A pattern for what holds this text somewhere, to be compared in lower case. */
export function anywhere(text: string): string {
  return `%${plain(text.toLocaleLowerCase('en-US'))}%`;
}

/** A text out of the JSON of a column, as SQL; null where there is none. Names are ours. */
export function jsonText(knex: Knex, column: string, key: string): string {
  return knex.client.config.client === 'pg'
    ? `(${column}::json ->> '${key}')`
    : `json_extract(${column}, '$.${key}')`;
}
