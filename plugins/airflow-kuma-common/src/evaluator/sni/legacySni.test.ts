import { legacySniOf, isLegacyCertificate } from './legacySni';

describe('legacySniOf', () => {
  it.each([80, 90])('is what Envoy was asked for at port %s', port => {
    const service = { type: 'MeshService', mesh: 'mixed', name: 'payments' };
    expect(legacySniOf(service, { port, target: 1 })).toBe(
      `a4c5337fd3dc87db7.payments.${port}.mixed.ms`,
    );
  });

  it('cuts names that are no DNS label', () => {
    const service = { type: 'MeshService', mesh: 'm', name: 'x'.repeat(70) };
    const [, name] = legacySniOf(service, { port: 80, target: 80 }).split('.');
    expect(name).toBe('x'.repeat(63));
  });
});

it('tells certificates of a CA by their tags', () => {
  expect(isLegacyCertificate(['spiffe://m/a', 'kuma://team/b'])).toBe(true);
  expect(isLegacyCertificate(['spiffe://m/workload/a'])).toBe(false);
});
