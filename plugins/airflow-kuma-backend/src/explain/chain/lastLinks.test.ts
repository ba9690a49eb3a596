import { ExplainFacts } from '../ExplainFacts';
import { checkBorrowed } from './borrowed';
import { checkGreeting } from './greeting';

const PAYMENTS = 'spiffe://default.zone-1.mesh.local/ns/payments/sa/payments';
const ORDERS = 'spiffe://default.zone-1.mesh.local/ns/orders/sa/orders';

const thief = (uri: string) => ({
  dataplane: 'thief.attic',
  namespace: 'attic',
  claimed: 'payments',
  uriSans: [uri],
});

const facts = (more: object) =>
  ({
    identities: [{ uriSans: [ORDERS] }],
    destination: [{ identity: { uriSans: [PAYMENTS] } }],
    borrowed: [],
    port: { port: 80, protocol: 'http' },
    permitted: { outcome: 'deny' },
    ...more,
  } as unknown as ExplainFacts);

describe('checkBorrowed', () => {
  it.each([
    ['the destination', PAYMENTS],
    ['the caller', ORDERS],
  ])('names who borrows the identity of %s', (_side, uri) => {
    expect(checkBorrowed(facts({ borrowed: [thief(uri)] }))).toMatchObject({
      status: 'problem',
      fact: expect.stringContaining('thief.attic lies in namespace attic'),
    });
  });

  it('is fine where others are borrowed, or none', () => {
    const other = thief('spiffe://default.zone-1.mesh.local/ns/a/sa/a');
    expect(checkBorrowed(facts({ borrowed: [other] })).status).toBe('ok');
    expect(checkBorrowed(facts({})).status).toBe('ok');
  });

  it('says nothing where no identity is known', () => {
    expect(
      checkBorrowed(facts({ identities: [], destination: [] })).status,
    ).toBe('not-applicable');
  });
});

describe('checkGreeting', () => {
  const tcp = { port: 5432, protocol: 'tcp' };

  it.each([
    ['a TCP port', { port: tcp }, 'ok'],
    ['an HTTP port', {}, 'not-applicable'],
    [
      'a port that the mesh does not guard',
      { port: tcp, permitted: { outcome: 'not-enforced' } },
      'not-applicable',
    ],
  ])('tells of the greeting at %s', (_what, more, status) => {
    expect(checkGreeting(facts(more)).status).toBe(status);
  });
});
