import { readCsv } from './readCsv';
import { Export, ExportedRecord } from './types';
import { hashOf } from './verifyChain';

/** Columns of the portal's CSV, and what is in them. */
const COLUMNS: Record<string, 'number' | 'text' | 'optional' | 'json'> = {
  sequence: 'number',
  at: 'text',
  actor: 'text',
  onBehalfOf: 'optional',
  action: 'text',
  requestId: 'optional',
  subject: 'optional',
  before: 'json',
  after: 'json',
  ip: 'optional',
  httpRequestId: 'optional',
  previousHash: 'text',
  hash: 'text',
};
const HEADER = Object.keys(COLUMNS);

/** What the portal puts a quote mark before, so that no spreadsheet runs it. */
const MARKED = /^'[=+\-@\t\r\n＝＋－＠]/;

/** Whether a text begins as the portal's CSV does. */
export function isCsvExport(text: string): boolean {
  return withoutMark(text).startsWith(HEADER.slice(0, 3).join(','));
}

/**
 * Reads the text of an `audit/export.csv`. It says nothing of the head of the
 * chain, of signed heads, or of a filter; all that is in the records is there.
 */
export function readCsvExport(text: string): Export {
  const [header, ...lines] = readCsv(withoutMark(text));
  const missing = HEADER.filter(column => !header.includes(column));
  if (missing.length > 0) {
    throw new Error(
      `the CSV lacks the columns ${missing.join(
        ', ',
      )}: export it again, and leave all columns in it`,
    );
  }
  return {
    from: 'csv',
    records: lines.map((cells, index) => {
      if (cells.length !== header.length) {
        throw new Error(
          `record ${index + 1} of the CSV has ${cells.length} cells, not ${
            header.length
          }`,
        );
      }
      const cellOf = (column: string) => cells[header.indexOf(column)];
      return recordOf(cellOf, index + 1);
    }),
    heads: [],
    filtered: false,
  };
}

/** Spreadsheets put one before the text. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/**
 * A cell can stand for two values: an empty one for a text that is empty or
 * absent, one that begins with a quote mark for the text with it or without.
 * Only the one that was hashed has the hash; which one is tried first matters
 * for speed alone.
 */
function recordOf(
  cellOf: (column: string) => string,
  line: number,
): ExportedRecord {
  const choices = HEADER.map(column => ({
    column,
    values: valuesOf(column, cellOf(column), line),
  }));
  const first = build(choices.map(({ column, values }) => [column, values[0]]));
  if (hashOf(first) === first.hash) return first;
  let records = [[]] as [string, unknown][][];
  for (const { column, values } of choices) {
    records = records.flatMap(fields =>
      values.map(value => [...fields, [column, value] as [string, unknown]]),
    );
  }
  return (
    records.map(build).find(record => hashOf(record) === record.hash) ?? first
  );
}

function build(fields: [string, unknown][]): ExportedRecord {
  return Object.fromEntries(
    fields.filter(([, value]) => value !== undefined),
  ) as ExportedRecord;
}

function valuesOf(column: string, cell: string, line: number): unknown[] {
  const kind = COLUMNS[column];
  const texts = MARKED.test(cell) ? [cell.slice(1), cell] : [cell];
  if (kind === 'number') {
    const number = Number(cell);
    if (!Number.isSafeInteger(number) || cell === '')
      throw new Error(`record ${line} of the CSV has no ${column}`);
    return [number];
  }
  if (kind === 'json') {
    if (cell === '') return [undefined];
    const values = texts.flatMap(parsed);
    if (values.length === 0)
      throw new Error(
        `record ${line} of the CSV: ${column} is not what the portal wrote there`,
      );
    return values;
  }
  return cell === '' && kind === 'optional' ? [undefined, ''] : texts;
}

function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}
