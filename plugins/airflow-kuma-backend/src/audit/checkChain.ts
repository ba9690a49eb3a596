import { createPublicKey, verify } from 'node:crypto';
import {
  AuditRecord,
  AuditState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AuditStore, SignedHead } from './AuditStore';
import { GENESIS_HASH, hashRecord } from './hashRecord';
import { headPayload } from './signHead';

/** A signature takes a while to check, and a trail of years has many heads. */
const SIGNATURES_CHECKED = 100;

/** Problems are told up to this many; one change far back breaks nothing behind it. */
const TOLD = 20;

/**
 * Reads the whole trail and says whether it is as it was written: each record
 * hashes to its hash and names the one before, none is missing, and the chain
 * goes through every signed head. Signatures are checked of the newest heads.
 */
export async function checkChain(
  store: Pick<AuditStore, 'head' | 'signedHeads' | 'walk'>,
  options: { now: Date; publicKey?: { keyId: string; pem: string } },
): Promise<AuditState> {
  const { publicKey } = options;
  // Read first: what is appended meanwhile is behind both.
  const heads = await store.signedHeads(Number.MAX_SAFE_INTEGER);
  const head = await store.head();
  const signed = new Map(heads.map(each => [each.sequence, each]));
  const problems: AuditState['problems'] = [];
  let totalProblems = 0;
  const report = (sequence: number, message: string) => {
    totalProblems += 1;
    if (problems.length < TOLD) problems.push({ sequence, message });
  };
  let records = 0;
  let before = { sequence: 0, hash: GENESIS_HASH };
  for await (const record of store.walk({})) {
    records += 1;
    checkRecord(record, before, report);
    const over = signed.get(record.sequence);
    if (over && over.hash !== record.hash)
      report(record.sequence, `it is not what was signed ${over.at}`);
    before = record;
  }
  if (before.sequence < head.sequence)
    report(
      head.sequence,
      `the trail ends at ${before.sequence}, before its head`,
    );
  const newest = heads.slice(0, SIGNATURES_CHECKED);
  const own = newest.filter(({ keyId }) => keyId === publicKey?.keyId);
  const key = publicKey && createPublicKey(publicKey.pem);
  let verified = 0;
  for (const each of own) {
    const { sequence, at } = each;
    if (sequence > Math.max(before.sequence, head.sequence))
      report(sequence, `it is gone: the head of ${at} was signed over it`);
    else if (
      key &&
      verify(
        undefined,
        headPayload(each),
        key,
        Buffer.from(each.signature, 'base64'),
      )
    )
      verified += 1;
    else report(sequence, `the head of ${at} is not signed by ${each.keyId}`);
  }
  return {
    checkedAt: options.now.toISOString(),
    records,
    problems,
    totalProblems,
    signing: {
      ...(publicKey && { keyId: publicKey.keyId }),
      verified,
      ofOtherKeys: newest.length - own.length,
      ...newestOf(heads),
    },
  };
}

function checkRecord(
  record: AuditRecord,
  before: { sequence: number; hash: string },
  report: (sequence: number, message: string) => void,
): void {
  const { hash, ...content } = record;
  const { sequence } = record;
  if (hashRecord(content) !== hash)
    report(sequence, 'its content is not what was hashed');
  if (sequence > before.sequence + 1)
    report(
      sequence,
      `records ${before.sequence + 1} to ${sequence - 1} are missing before it`,
    );
  else if (record.previousHash !== before.hash)
    report(sequence, 'it does not follow the record before it');
}

function newestOf([newest]: SignedHead[]) {
  return newest && { newest: { sequence: newest.sequence, at: newest.at } };
}
