import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { startKumaStandIn } from '../kuma/startKumaStandIn';
import { labMesh } from '../__testUtils__/labMesh';
import { integer } from './der';
import { createSelfSignedCertificate } from './selfSignedCertificate';

describe('createSelfSignedCertificate', () => {
  it('is for loopback, signed by itself and in force', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    const made = createSelfSignedCertificate(now);
    const certificate = new X509Certificate(made.certificate);
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(now);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(now);
  });
});

describe('integer', () => {
  it.each([
    [[0x7f], '02017f'],
    [[0x80], '02020080'],
    [[0, 0, 0x12, 0x34], '02021234'],
    [[0], '020100'],
  ])('writes %j in its shortest form', (bytes, expected) => {
    expect(integer(Buffer.from(bytes)).toString('hex')).toBe(expected);
  });
});

describe('a stand-in with TLS', () => {
  it('is trusted only by who was given its certificate', async () => {
    const standIn = await startKumaStandIn({
      version: '2.14.3',
      meshes: [labMesh],
      tls: true,
    });
    await expect(fetch(standIn.url)).rejects.toThrow();
    const status = await new Promise<number | undefined>((resolve, reject) =>
      request(standIn.url, { ca: standIn.certificate }, response => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(200);
    await standIn.stop();
  });
});
