import { Export, ExportedRecord, SignedHead } from './types';

const FORMAT = 'airflow-kuma-audit/1';

/** Reads the text of an `audit/export.json`; an error says what is wrong with it. */
export function readExport(text: string): Export {
  const parsed = JSON.parse(text);
  if (parsed?.format !== FORMAT || !Array.isArray(parsed.records)) {
    throw new Error(`not an export of the format ${FORMAT}`);
  }
  const records: ExportedRecord[] = parsed.records;
  const broken = records.findIndex(
    record =>
      typeof record?.sequence !== 'number' || typeof record.hash !== 'string',
  );
  if (broken >= 0)
    throw new Error(`record ${broken + 1} has no sequence or no hash`);
  return {
    records,
    heads: readHeads(parsed),
    ...(parsed.head && { head: parsed.head }),
    filtered: Object.keys(parsed.filter ?? {}).length > 0,
  };
}

/** Heads out of an export, or out of an answer of `audit/heads` that was kept. */
export function readHeads(parsed: { heads?: unknown }): SignedHead[] {
  return Array.isArray(parsed.heads) ? parsed.heads : [];
}
