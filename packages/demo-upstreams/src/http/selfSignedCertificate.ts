import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  explicit,
  generalizedTime,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utf8String,
} from './der';

const day = 24 * 60 * 60 * 1000;

/** A fresh key and a certificate for 127.0.0.1 that nobody trusts. */
export function createSelfSignedCertificate(now: number): {
  key: string;
  certificate: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));
  const name = sequence(
    set(sequence(objectIdentifier('2.5.4.3'), utf8String('demo stand-in'))),
  );
  const alternativeNames = sequence(
    implicit(7, Buffer.from([127, 0, 0, 1])),
    implicit(2, Buffer.from('localhost')),
  );
  const toBeSigned = sequence(
    explicit(0, Buffer.from([0x02, 0x01, 0x02])),
    integer(randomBytes(8)),
    ecdsaWithSha256,
    name,
    sequence(generalizedTime(now - day), generalizedTime(now + 30 * day)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(
      3,
      sequence(
        sequence(objectIdentifier('2.5.29.17'), octetString(alternativeNames)),
      ),
    ),
  );
  const certificate = sequence(
    toBeSigned,
    ecdsaWithSha256,
    bitString(sign('sha256', toBeSigned, privateKey)),
  );
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: [
      '-----BEGIN CERTIFICATE-----',
      ...(certificate.toString('base64').match(/.{1,64}/g) ?? []),
      '-----END CERTIFICATE-----',
      '',
    ].join('\n'),
  };
}
