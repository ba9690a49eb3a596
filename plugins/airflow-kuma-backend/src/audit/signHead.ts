import {
  createPrivateKey,
  createPublicKey,
  KeyObject,
  sign,
} from 'node:crypto';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { AuditStore, SignedHead } from './AuditStore';

const KEY = 'airflowKuma.audit.signing';

/** The key that signs heads of the chain. */
export type SigningKey = {
  keyId: string;
  privateKey: KeyObject;
  publicKey: string;
};

/** Reads `airflowKuma.audit.signing`; a wrong key is an error that never shows it. */
export function readSigningKey(config: Config): SigningKey | undefined {
  const signing = config.getOptionalConfig(KEY);
  if (!signing) return undefined;
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(signing.getString('privateKey'));
  } catch {
    // The parser's message can quote the key.
    throw new InputError(
      `${KEY}.privateKey: must be a PEM private key (PKCS #8)`,
    );
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') {
    throw new InputError(`${KEY}.privateKey: must be an Ed25519 key`);
  }
  return {
    keyId: signing.getOptionalString('keyId') ?? 'default',
    privateKey,
    publicKey: createPublicKey(privateKey)
      .export({ type: 'spki', format: 'pem' })
      .toString(),
  };
}

/** What a signature of a head is over. */
export function headPayload(
  head: Pick<SignedHead, 'sequence' | 'hash' | 'at'>,
): Buffer {
  return Buffer.from(`${head.sequence} ${head.hash} ${head.at}`, 'utf8');
}

/** Signs the head of the chain, unless it is signed already or empty. */
export async function signHead(
  store: AuditStore,
  key: SigningKey,
  at: string,
): Promise<SignedHead | undefined> {
  const { sequence, hash } = await store.head();
  const [newest] = await store.signedHeads(1);
  if (sequence === 0 || newest?.sequence === sequence) return undefined;
  const head = { sequence, hash, at };
  const signed = {
    ...head,
    keyId: key.keyId,
    signature: sign(undefined, headPayload(head), key.privateKey).toString(
      'base64',
    ),
  };
  await store.addSignedHead(signed);
  return signed;
}
