import {
  build,
  dataplane,
  facts,
  http,
  payments,
  service,
  source,
} from './__testUtils__/permissions';
import { PermissionContext, PermissionRequest } from './types';

describe('a permission by SPIFFE ID that cannot be written', () => {
  it.each<
    [string, string, Partial<PermissionRequest>, Partial<PermissionContext>]
  >([
    ['no-live-identity', 'no source', { sources: [] }, {}],
    [
      'no-live-identity',
      'a source without a certificate',
      { sources: [source()] },
      {},
    ],
    [
      'legacy-certificate',
      'a certificate of the mesh CA',
      { sources: [source('spiffe://default/web', 'kuma://app/web')] },
      {},
    ],
    [
      'invalid-identity',
      'a slash at the end',
      { sources: [source('spiffe://td/a/')] },
      {},
    ],
    [
      'invalid-identity',
      'no SPIFFE ID',
      { sources: [source('https://td/a')] },
      {},
    ],
    [
      'invalid-identity',
      'a step in the tree',
      { sources: [source('spiffe://td/../a')] },
      {},
    ],
    [
      'invalid-identity',
      'a trust domain alone',
      { sources: [source('spiffe://td')] },
      {},
    ],
    [
      'dialect-not-available',
      'a control plane without rules',
      {},
      { facts: { ...facts, dialects: ['from'] } },
    ],
    ['no-such-port', 'another port', { port: 81 }, {}],
    ['no-proxy', 'no proxy', {}, { dataplanes: [] }],
    [
      'no-proxy',
      'proxies without that inbound',
      {},
      { dataplanes: [dataplane('p', { app: 'payments' }, { port: 1 })] },
    ],
    [
      'service-kind',
      'an external service',
      { service: { ...payments, type: 'MeshExternalService' } },
      {},
    ],
    [
      'service-kind',
      'a service tag',
      { service: { ...payments, type: 'ServiceInsight' } },
      {},
    ],
    [
      'no-proxy',
      'a service of no zone',
      { service: { ...payments, type: 'MeshMultiZoneService' } },
      {},
    ],
    [
      'no-selector',
      'proxies that have no label in common',
      {
        service: service('payments', {
          dataplaneTags: { 'kuma.io/service': 'payments' },
        }),
      },
      {
        dataplanes: [
          dataplane(
            'a',
            { x: '1' },
            { ...http, tags: { 'kuma.io/service': 'payments' } },
          ),
          dataplane(
            'b',
            { x: '2' },
            { ...http, tags: { 'kuma.io/service': 'payments' } },
          ),
        ],
      },
    ],
    [
      'no-proxy',
      'a service that selects nothing',
      { service: service('payments', {}) },
      {},
    ],
  ])('is refused (%s) with %s', (code, _what, request, context) => {
    const result = build(request, context);
    expect(result).toMatchObject({ ok: false, code });
    expect((result as { reason: string }).reason.length).toBeGreaterThan(10);
  });
});
