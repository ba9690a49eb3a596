import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run';
import { hashOf } from './verifyChain';

/** A trail as the portal exports it; `hash` is computed last. */
function trail(length: number) {
  const records: any[] = [];
  for (let sequence = 1; sequence <= length; sequence++) {
    const record: any = {
      sequence,
      at: `2026-11-23T00:00:${String(sequence % 60).padStart(2, '0')}.000Z`,
      actor: 'user:default/ann',
      action: 'access.request.created',
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

describe('airflow-kuma-audit-verify', () => {
  let folder: string;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'audit-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function verify(exported: object, ...args: string[]) {
    const lines: string[] = [];
    const file = join(folder, 'export.json');
    writeFileSync(file, JSON.stringify(exported));
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
      text: '5 records, 1 signed heads: nothing was changed',
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

  it('says what it cannot read', () => {
    expect(verify({ records: [] })).toEqual({
      code: 2,
      text: 'Could not be read: not an export of the format airflow-kuma-audit/1',
    });
    expect(run([], () => {})).toBe(2);
  });
});
