import { createPublicKey, verify } from 'node:crypto';
import { ExportedRecord, Finding, SignedHead } from './types';

/**
 * Checks the signatures of heads, and that the chain still goes through each of
 * them. Who rewrites the whole chain cannot sign the old heads again.
 */
export function verifyHeads(
  heads: SignedHead[],
  records: ExportedRecord[],
  publicKeyPem: string,
): Finding[] {
  const key = createPublicKey(publicKeyPem);
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
    return findings;
  });
}
