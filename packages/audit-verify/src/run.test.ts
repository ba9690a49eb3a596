import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { hashOf } from './verifyChain';

/** A trail as the portal exports it; `hash` is computed last. */
function trail(length: number, more: object = {}) {
  const records: any[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const record: any = {
      sequence,
      at: `2026-11-23T00:00:${String(sequence % 60).padStart(2, '0')}.000Z`,
      actor: 'user:default/ann',
      action: 'access.request.created',
      ...more,
      after: {
        reason: 'Zürich "quoted" € ',
        nested: { b: 1.5, a: [true, null] },
      },
      previousHash: records.length
        ? records[records.length - 1].hash
        : '0'.repeat(64),
    };
    record.hash = hashOf(record);
    records.push(record);
  }
  const last = records[length - 1];
  return {
    format: 'airflow-kuma-audit/1',
    filter: {},
    head: { sequence: length, hash: last.hash },
    records,
    heads: [] as any[],
  };
}

/** As the portal writes it; the backend's own tests put its real exports here. */
function toCsvLine(texts: string[]): string {
  const cells = texts.map(text => {
    const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  });
  return `${cells.join(',')}\r\n`;
}

/** The CSV of a trail. */
function csvOf({ records }: { records: any[] }): string {
  const columns =
    'sequence at actor onBehalfOf action requestId subject before after ip httpRequestId previousHash hash'.split(
      ' ',
    );
  const cell = (value: unknown) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
  return [
    columns,
    ...records.map(record => columns.map(column => cell(record[column]))),
  ]
    .map(toCsvLine)
    .join('');
}

describe('airflow-kuma-audit-verify', () => {
  let folder: string;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function verify(exported: object | string, ...args: string[]) {
    const lines: string[] = [];
    const file = join(folder, 'export');
    writeFileSync(
      file,
      typeof exported === 'string' ? exported : JSON.stringify(exported),
    );
    writeFileSync(
      join(folder, 'key.pem'),
      publicKey.export({ type: 'spki', format: 'pem' }),
    );
    const code = run(
      [file, ...args.map(arg => arg.replace('KEY', join(folder, 'key.pem')))],
      line => lines.push(line),
    );
    return { code, text: lines.join('\n') };
  }
  function headOf(record: any) {
    const at = '2026-11-23T01:00:00.000Z';
    const signature = sign(
      undefined,
      Buffer.from(`${record.sequence} ${record.hash} ${at}`),
      privateKey,
    );
    return {
      sequence: record.sequence,
      hash: record.hash,
      at,
      keyId: 'k',
      signature: signature.toString('base64'),
    };
  }

  it('finds nothing in what nobody touched', () => {
    const exported = trail(5);
    exported.heads.push(headOf(exported.records[2]));
    expect(verify(exported, '--public-key', 'KEY')).toEqual({
      code: 0,
      text: '5 records, 1 signed head: nothing was changed',
    });
  });

  it('finds a changed record, also deep inside', () => {
    const exported = trail(5);
    exported.records[2].after.nested.b = 2;
    const { code, text } = verify(exported);
    expect(code).toBe(1);
    expect(text).toContain('record 3: its content is not what was hashed');
  });

  it('finds a record that was changed with its hash', () => {
    const exported = trail(5);
    exported.records[2].actor = 'user:default/eve';
    exported.records[2].hash = hashOf(exported.records[2]);
    expect(verify(exported).text).toContain(
      'record 4: it does not follow the record before it',
    );
  });

  it.each([
    ['first', 0, 'records 1 to 1 are missing'],
    ['middle', 2, 'records 3 to 3 are missing'],
    ['last', 4, 'the export ends at 4, before the head'],
  ])('finds that the %s record was removed', (_name, index, message) => {
    const exported = trail(5);
    exported.records.splice(index as number, 1);
    const { code, text } = verify(exported);
    expect(code).toBe(1);
    expect(text).toContain(message);
  });

  it('finds that the whole trail was written again, by a head that was signed before', () => {
    const exported = trail(5);
    const head = headOf(exported.records[3]);
    const forged = trail(5);
    for (const record of forged.records) {
      record.actor = 'user:default/eve';
      const before = forged.records[record.sequence - 2];
      if (before) record.previousHash = before.hash;
      record.hash = hashOf(record);
    }
    forged.head.hash = forged.records[4].hash;
    expect(verify(forged).code).toBe(0);
    forged.heads = [head];
    expect(verify(forged, '--public-key', 'KEY').text).toContain(
      'record 4: it is not what the head',
    );
    forged.heads = [{ ...head, hash: forged.records[3].hash }];
    expect(verify(forged, '--public-key', 'KEY').text).toContain(
      'is not signed by this key',
    );
  });

  it('finds that the newest records were removed, by a head that was signed before', () => {
    const whole = trail(5);
    const cut = { ...trail(3), heads: [headOf(whole.records[4])] };
    expect(verify(cut).code).toBe(0);
    const { code, text } = verify(cut, '--public-key', 'KEY');
    expect(code).toBe(1);
    expect(text).toContain('record 5: the trail ends at 3, before the head of');
  });

  it('takes a part of the trail, and says so', () => {
    const exported = { ...trail(5), filter: { actor: 'user:default/ann' } };
    exported.records.splice(1, 2);
    const { code, text } = verify(exported);
    expect(code).toBe(0);
    expect(text).toContain('a part of the trail');
  });

  it.each([
    [
      'what is no export',
      '{"records":[]}',
      /it is JSON, and no export of the audit trail/,
    ],
    [
      'a text',
      'Dear auditor,',
      /neither the JSON nor the CSV that the Audit tab exports/,
    ],
    ['an export that is cut off', '{"format":"airflow', /or it is cut off/],
    [
      'a CSV without its columns',
      'sequence,at,actor\r\n1,x,y',
      /lacks the columns onBehalfOf, action/,
    ],
    [
      'a CSV with a quote left open',
      `${csvOf(trail(1))}2,"open`,
      /line 3: a quote is left open/,
    ],
    [
      'a CSV that somebody quoted wrongly',
      csvOf(trail(1)).replace('""reason', '"reason'),
      /line 2: text behind a closed quote/,
    ],
    [
      'a CSV whose lines are cut',
      csvOf(trail(1)).split(',').slice(0, -2).join(','),
      /record 1 of the CSV has 11 cells, not 13/,
    ],
    [
      'a CSV without numbers',
      csvOf(trail(1)).replace(/^1,/m, 'one,'),
      /record 1 of the CSV has no sequence/,
    ],
  ])('says in words that it cannot read %s', (_what, text, message) => {
    const answer = verify(text);
    expect(answer.code).toBe(2);
    expect(answer.text).toMatch(/^Could not be read: /);
    expect(answer.text).toMatch(message);
    expect(answer.text).not.toMatch(/JSON at position|Unexpected token/);
  });

  it('says in words what is wrong with the other files', () => {
    const other = join(folder, 'other');
    writeFileSync(other, 'no key');
    const exported = trail(1);
    expect(verify(exported, '--public-key', other).text).toContain(
      'the file of --public-key holds no public key',
    );
    expect(verify(exported, '--heads', other).text).toContain(
      'neither the JSON',
    );
    writeFileSync(other, '{}');
    expect(verify(exported, '--heads', other).text).toContain(
      'the file of --heads is no answer of /audit/heads',
    );
    expect(run([], () => {})).toBe(2);
  });

  describe('from the CSV', () => {
    it('finds nothing in what nobody touched, and says what it cannot see', () => {
      const { code, text } = verify(csvOf(trail(5)));
      expect(text).toContain('5 records');
      expect(text).toContain('nothing was changed');
      expect(text).toContain(
        'names neither the head of the chain nor a filter',
      );
      expect(code).toBe(0);
    });

    it.each([
      ['a byte order mark', (csv: string) => `\uFEFF${csv}`],
      ['plain line ends', (csv: string) => csv.replace(/\r\n/g, '\n')],
      ['no last line end', (csv: string) => csv.trimEnd()],
    ])('takes it with %s', (_what, change) => {
      expect(verify(change(csvOf(trail(3)))).code).toBe(0);
    });

    it.each([
      ['a formula', '=cmd()'],
      ['a quote mark of its own', "'=cmd()"],
      ['a full-width sign', '＝cmd()'],
      ['lines, commas and quotes', 'a\r\n"b", c\n'],
      ['nothing', ''],
    ])('takes a subject that is %s', (_what, subject) => {
      expect(verify(csvOf(trail(3, { subject }))).code).toBe(0);
    });

    it('finds a changed reason and a removed record', () => {
      const csv = csvOf(trail(5));
      const changed = verify(csv.replace('Zürich', 'Geneva'));
      expect(changed.text).toContain(
        'record 1: its content is not what was hashed',
      );
      expect(changed.code).toBe(1);
      const lines = csv.split('\r\n');
      lines.splice(3, 1);
      expect(verify(lines.join('\r\n'))).toMatchObject({
        code: 1,
        text: expect.stringContaining('records 3 to 3 are missing before it'),
      });
    });

    it('finds that its end was cut off, by a head that was kept', () => {
      const whole = trail(5);
      const kept = join(folder, 'heads.json');
      writeFileSync(
        kept,
        JSON.stringify({ heads: [headOf(whole.records[4])] }),
      );
      const { text } = verify(
        csvOf(trail(3)),
        '--public-key',
        'KEY',
        '--heads',
        kept,
      );
      expect(text).toContain('the trail ends at 3, before the head of');
    });
  });
});
