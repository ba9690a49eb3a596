import { createPublicKey, KeyObject, verify } from 'node:crypto';
import { Export, Finding, SignedHead } from './types';

/**
 * Checks the signatures of heads, and that the chain still goes through each of
 * them. Who rewrites the whole chain, or cuts off its end, cannot sign the old
 * heads again.
 */
export function verifyHeads(
  heads: SignedHead[],
  { records, filtered }: Pick<Export, 'records' | 'filtered'>,
  publicKeyPem: string,
): Finding[] {
  const key = readKey(publicKeyPem);
  const last = records[records.length - 1]?.sequence ?? 0;
  const bySequence = new Map(records.map(record => [record.sequence, record]));
  return heads.flatMap(head => {
    const { sequence, hash, at } = head;
    const signed = Buffer.from(`${sequence} ${hash} ${at}`, 'utf8');
    const findings: Finding[] = [];
    if (
      !verify(undefined, signed, key, Buffer.from(head.signature, 'base64'))
    ) {
      findings.push({
        sequence,
        message: `the head of ${at} is not signed by this key`,
      });
    }
    const record = bySequence.get(sequence);
    if (record && record.hash !== hash) {
      findings.push({
        sequence,
        message: `it is not what the head of ${at} was signed over`,
      });
    }
    if (sequence > last && !filtered) {
      findings.push({
        sequence,
        message: `the trail ends at ${last}, before the head of ${at}: records were removed, or the export is older than that head`,
      });
    }
    return findings;
  });
}

function readKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch {
    throw new Error('the file of --public-key holds no public key (PEM)');
  }
}
