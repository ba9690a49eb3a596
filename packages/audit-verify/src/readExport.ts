import { isCsvExport, readCsvExport } from './readCsvExport';
import { Export, ExportedRecord, SignedHead } from './types';

const FORMAT = 'airflow-kuma-audit/1';

/** Reads the text of an export, JSON or CSV; an error says what is wrong with it. */
export function readExport(text: string): Export {
  if (isCsvExport(text)) return readCsvExport(text);
  const parsed = parse(text);
  if (parsed?.format !== FORMAT || !Array.isArray(parsed.records)) {
    throw new Error(
      `it is JSON, and no export of the audit trail (format ${FORMAT})`,
    );
  }
  const records: ExportedRecord[] = parsed.records;
  const broken = records.findIndex(
    record =>
      typeof record?.sequence !== 'number' || typeof record.hash !== 'string',
  );
  if (broken >= 0)
    throw new Error(`record ${broken + 1} has no sequence or no hash`);
  return {
    from: 'json',
    records,
    heads: readHeads(parsed),
    ...(parsed.head && { head: parsed.head }),
    filtered: Object.keys(parsed.filter ?? {}).length > 0,
  };
}

/** Heads that were kept elsewhere: the text of an answer of `audit/heads`. */
export function readKeptHeads(text: string): SignedHead[] {
  const parsed = parse(text);
  if (!Array.isArray(parsed?.heads))
    throw new Error('the file of --heads is no answer of /audit/heads');
  return readHeads(parsed);
}

function readHeads(parsed: { heads?: unknown }): SignedHead[] {
  return Array.isArray(parsed.heads) ? parsed.heads : [];
}

function parse(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(
      'it is neither the JSON nor the CSV that the Audit tab exports, or it is cut off',
    );
  }
}
