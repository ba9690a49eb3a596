import { toRequestInput } from './toRequestInput';

const why = { reason: 'Because it has to', duration: 'P7D' };

describe('toRequestInput', () => {
  it('makes the request of a DAG and a port', () => {
    expect(
      toRequestInput({
        source: 'component:default/prod.orders',
        destination: { ref: 'resource:default/eu.default.payments', port: 80 },
        ticket: 'https://tickets.example.com/1',
        ...why,
      }),
    ).toEqual({
      source: { kind: 'dag', ref: 'component:default/prod.orders' },
      destination: {
        kind: 'service',
        ref: 'resource:default/eu.default.payments',
        port: 80,
      },
      ticket: 'https://tickets.example.com/1',
      ...why,
    });
  });

  it('makes the request of two data domains', () => {
    expect(
      toRequestInput({
        source: 'domain:shop',
        destination: { ref: 'domain:finance' },
        ...why,
      }),
    ).toEqual({
      source: { kind: 'domain', domain: 'shop' },
      destination: { kind: 'domain', domain: 'finance' },
      ...why,
    });
  });

  it.each([
    {},
    { source: 'domain:shop' },
    { source: 'domain:shop', destination: {} },
    { source: 'domain:shop', destination: { ref: 'resource:default/x' } },
  ])('makes none of %j', form => {
    expect(toRequestInput(form)).toBeUndefined();
  });
});
