import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readExport, readKeptHeads } from './readExport';
import { verifyChain } from './verifyChain';
import { verifyHeads } from './verifyHeads';

const USAGE = `Usage: airflow-kuma-audit-verify EXPORT [--public-key KEY.pem] [--heads HEADS.json]

Checks an export of the audit trail, JSON or CSV. Needs nothing of the portal.
  --public-key  PEM of the key that signs heads of the chain
  --heads       heads that were kept elsewhere (an answer of /audit/heads)
Exit code 0: nothing found. 1: changed, removed or forged. 2: could not be read.`;

/** What an auditor must know who checks this and not the JSON. */
const CSV_LIMITS =
  'A CSV names neither the head of the chain nor a filter: records that are missing at its end are found with --heads and --public-key only, and the gaps of a filtered export count as missing records. The JSON export says both.';

const SHOWN = 20;

function many(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Runs the command; answers its exit code. */
export function run(args: string[], print: (line: string) => void): number {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'public-key': { type: 'string' },
        heads: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    if (values.help || positionals.length !== 1) {
      print(USAGE);
      return values.help ? 0 : 2;
    }
    const exported = readExport(readFileSync(positionals[0], 'utf8'));
    const findings = verifyChain(exported);
    const kept = values.heads
      ? readKeptHeads(readFileSync(values.heads, 'utf8'))
      : [];
    const heads = [...exported.heads, ...kept];
    const key = values['public-key'];
    if (key)
      findings.push(...verifyHeads(heads, exported, readFileSync(key, 'utf8')));
    if (exported.from === 'csv') print(CSV_LIMITS);

    for (const { sequence, message } of findings.slice(0, SHOWN)) {
      print(`record ${sequence}: ${message}`);
    }
    if (findings.length > SHOWN) print(`and ${findings.length - SHOWN} more`);
    print(
      `${many(exported.records.length, 'record')}, ${
        key
          ? many(heads.length, 'signed head')
          : 'signatures not checked (no --public-key)'
      }${
        exported.filtered ? ', a part of the trail (gaps are not checked)' : ''
      }: ${
        findings.length === 0
          ? 'nothing was changed'
          : many(findings.length, 'finding')
      }`,
    );
    return findings.length === 0 ? 0 : 1;
  } catch (error) {
    print(`Could not be read: ${(error as Error).message}`);
    return 2;
  }
}
