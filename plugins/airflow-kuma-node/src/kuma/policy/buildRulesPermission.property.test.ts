import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import fc from 'fast-check';
import { ControlPlaneFacts } from '../types';
import { buildRulesPermission } from './buildRulesPermission';

const SOURCE = 'spiffe://default.zone-1.mesh.local/workload/airflow';

// Small pools, so that labels, names and ports collide often.
const labels = fc.dictionary(
  fc.constantFrom('app', 'tier', 'kuma.io/workload', 'kuma.io/zone'),
  fc.constantFrom('a', 'b', 'c'),
  { maxKeys: 4 },
);
const inbound = fc.record(
  {
    name: fc.constantFrom('http', 'web', '8080'),
    port: fc.constantFrom(8080, 9090),
  },
  { requiredKeys: ['port'] },
);
const tags = fc.dictionary(
  fc.constantFrom('kuma.io/service', 'app'),
  fc.constantFrom('a', 'b'),
  { maxKeys: 2 },
);
const dataplanes = fc
  .array(
    fc.record({
      labels,
      // of all inbounds of a proxy, as Kubernetes writes them
      tags,
      inbound: fc.uniqueArray(inbound, {
        maxLength: 2,
        // Kuma refuses two inbounds of one name or port on one address.
        comparator: (a, b) =>
          a.port === b.port ||
          (a.name ?? String(a.port)) === (b.name ?? String(b.port)),
      }),
    }),
    { maxLength: 6 },
  )
  .map(list =>
    list.map(
      (
        { labels: own, tags: ownTags, inbound: inbounds },
        index,
      ): KumaResource => ({
        type: 'Dataplane',
        mesh: 'default',
        name: `dp-${index}`,
        labels: own,
        networking: {
          address: `10.0.0.${index}`,
          inbound: inbounds.map(entry => ({
            protocol: 'http',
            tags: ownTags,
            ...entry,
          })),
        },
      }),
    ),
  );
const byLabels = labels.map(matchLabels => ({
  dataplaneLabels: { matchLabels },
}));
const byName = fc
  .constantFrom('dp-0', 'dp-1')
  .map(name => ({ dataplaneRef: { name } }));
// gone in 3.0
const byTags = fc
  .dictionary(
    fc.constantFrom('kuma.io/service', 'app'),
    fc.constantFrom('a', 'b'),
    { minKeys: 1, maxKeys: 2 },
  )
  .map(dataplaneTags => ({ dataplaneTags }));

const serviceBy = (selectors: fc.Arbitrary<object>) =>
  fc
    .record({
      selector: selectors,
      targetPort: fc.constantFrom<string | number>(8080, 9090, 'http', 'web'),
    })
    .map(
      ({ selector, targetPort }): KumaResource => ({
        type: 'MeshService',
        mesh: 'default',
        name: 'target',
        labels: {},
        spec: { selector, ports: [{ port: 80, targetPort }] },
      }),
    );

function factsOf(version: string): ControlPlaneFacts {
  return {
    version,
    kinds: {},
    dialects: ['rules'],
    writable: true,
    deployment: { mode: 'zone', environment: 'universal', federated: false },
  };
}

function snapshotOf(
  version: string,
  proxies: KumaResource[],
  meshService: KumaResource,
  permissions: KumaResource[],
): MeshSnapshot {
  return {
    version,
    cliques: true,
    mesh: {
      type: 'Mesh',
      name: 'default',
      meshServices: { mode: 'Exclusive' },
    },
    dataplanes: proxies,
    meshIdentities: [
      {
        type: 'MeshIdentity',
        mesh: 'default',
        name: 'identity',
        spec: {
          selector: { dataplane: { matchLabels: {} } },
          spiffeID: { trustDomain: 'mesh.local', path: '/any' },
          provider: { type: 'Bundled' },
        },
        status: { conditions: [{ type: 'Ready', status: 'True' }] },
      },
    ],
    meshTLSes: [],
    meshServices: [meshService],
    meshMultiZoneServices: [],
    meshExternalServices: [],
    trafficPermissions: [],
    meshTrafficPermissions: permissions,
  };
}

/** Every inbound of the mesh, named as the evaluator names them. */
function inboundsOf(proxies: KumaResource[]) {
  return proxies.flatMap(proxy =>
    (
      proxy.networking as { inbound: { name?: string; port: number }[] }
    ).inbound.map(entry => ({
      dataplane: proxy.name,
      inbound: entry.name ?? String(entry.port),
    })),
  );
}

describe('buildRulesPermission, judged by the evaluator', () => {
  let opened = 0;
  let refused = 0;

  it.each([
    ['2.14.3', fc.oneof(byLabels, byTags, byName)],
    ['3.0.0-preview', fc.oneof(byLabels, byName)],
  ])(
    'selects the inbounds of the service and never another, on %s',
    (version, selector) => {
      fc.assert(
        fc.property(dataplanes, serviceBy(selector), (proxies, meshService) => {
          const result = buildRulesPermission(
            {
              mesh: 'default',
              service: meshService,
              port: 80,
              sources: [{ uriSans: [SOURCE] }],
              grants: ['grant'],
            },
            {
              facts: factsOf(version),
              dataplanes: proxies,
              meshServices: [meshService],
            },
          );
          if (!result.ok) {
            refused += 1;
            return;
          }
          opened += 1;
          const evaluator = createEvaluator(
            snapshotOf(version, proxies, meshService, result.permissions),
          );
          const key = (entry: { dataplane: string; inbound: string }) =>
            `${entry.dataplane}/${entry.inbound}`;
          const wanted = new Set(
            result.inbounds.map(({ dataplane, section }) =>
              key({ dataplane, inbound: section }),
            ),
          );
          expect(wanted.size).toBeGreaterThan(0);
          for (const destination of inboundsOf(proxies)) {
            const selected = evaluator.selectedBy(destination).length > 0;
            expect([key(destination), selected]).toEqual([
              key(destination),
              wanted.has(key(destination)),
            ]);
          }
          // and these are what the evaluator takes for the service's inbounds
          expect(
            new Set(
              evaluator
                .inboundsOf({ kind: 'MeshService', name: 'target', port: 80 })
                .map(key),
            ),
          ).toEqual(wanted);
        }),
        { numRuns: 1_000 },
      );
    },
  );

  it('met both outcomes often', () => {
    expect(opened).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(100);
  });
});
