import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  createEvaluator,
  DestinationInbound,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import fc from 'fast-check';
import { ResolvedAccess } from '../types';
import { withPolicies } from './buildPolicies';
import { impactOf } from './impactOf';
import { mergedPolicies } from './mergedPolicies';
import { identityKey, MeshView, meshView } from './meshView';
import { planGrant } from './planGrant';

const FOLDER = resolve(__dirname, '../../../../../test/recordings/verdicts');
const FILES = [
  'rules',
  'from',
  'from-without-cliques',
  'legacy',
  'mixed',
  'rules-3.0-preview',
];
const RUNS = Number(process.env.FC_RUNS ?? 150);
jest.setTimeout(120_000);

type Place = {
  mesh: KumaResource;
  meshIdentities: KumaResource[];
  meshTLSes?: KumaResource[];
  meshServices: KumaResource[];
  dataplanes: KumaResource[];
};
type Corpus = Place & {
  recordedWith: {
    kumaCp: string;
    controlPlaneEnvironment?: Record<string, string>;
  };
  scenarios: (Partial<Place> & { id: string; policies: KumaResource[] })[];
};

function snapshotsOf(file: string): { id: string; snapshot: MeshSnapshot }[] {
  const corpus: Corpus = JSON.parse(
    gunzipSync(readFileSync(resolve(FOLDER, `${file}.json.gz`))).toString(
      'utf8',
    ),
  );
  return corpus.scenarios.map(scenario => ({
    id: scenario.id,
    snapshot: {
      version: corpus.recordedWith.kumaCp,
      cliques:
        corpus.recordedWith.controlPlaneEnvironment
          ?.KUMA_MESH_TRAFFIC_PERMISSION_DISABLE_CLIQUES_ALGORITHM !== 'true',
      mesh: scenario.mesh ?? corpus.mesh,
      dataplanes: scenario.dataplanes ?? corpus.dataplanes,
      meshIdentities: scenario.meshIdentities ?? corpus.meshIdentities ?? [],
      meshTLSes: scenario.meshTLSes ?? corpus.meshTLSes ?? [],
      meshServices: scenario.meshServices ?? corpus.meshServices ?? [],
      meshMultiZoneServices: [],
      meshExternalServices: [],
      trafficPermissions: scenario.policies.filter(
        policy => policy.type === 'TrafficPermission',
      ),
      meshTrafficPermissions: scenario.policies.filter(
        policy => policy.type === 'MeshTrafficPermission',
      ),
    },
  }));
}

/** MeshServices with their ports; in meshes without, the tags. */
function targetsOf(snapshot: MeshSnapshot): ResolvedAccess['targets'] {
  const target = { ref: '', displayName: 'target', owner: '' };
  const services = snapshot.meshServices.flatMap(service =>
    ((service.spec as any).ports ?? []).map((port: any) => ({
      ...target,
      kind: 'MeshService' as const,
      name: service.name,
      port: port.port,
    })),
  );
  if (services.length > 0) return services;
  return snapshot.dataplanes.flatMap(dataplane =>
    (dataplane.networking as any).inbound.map((inbound: any) => ({
      ...target,
      kind: 'ServiceTag' as const,
      name: inbound.tags['kuma.io/service'],
      port: inbound.port,
    })),
  );
}

const passes = (outcome: string) =>
  outcome === 'allow' || outcome === 'not-enforced';

/** Every pair that changes between two meshes, over everything in them. */
function changes(
  view: MeshView,
  after: MeshSnapshot,
): Map<string, 'gains' | 'loses'> {
  const next = createEvaluator(after);
  const found = new Map<string, 'gains' | 'loses'>();
  for (const [key, { uriSans }] of view.identities) {
    for (const { dataplane, section } of view.inbounds) {
      const inbound: DestinationInbound = { dataplane, inbound: section };
      const before = passes(
        view.evaluator.evaluate({ uriSans }, inbound).enforced,
      );
      const now = passes(next.evaluate({ uriSans }, inbound).enforced);
      if (before !== now)
        found.set(`${key} ${dataplane} ${section}`, now ? 'gains' : 'loses');
    }
  }
  return found;
}

describe('a grant, on every mesh of the corpus', () => {
  it.each(FILES)(
    '%s: opens what was asked for, and nothing that the preview did not name',
    file => {
      const snapshots = snapshotsOf(file);
      const seen = { planned: 0, refused: 0, gained: 0, lost: 0 };
      fc.assert(
        fc.property(
          fc.constantFrom(...snapshots),
          fc.nat(),
          fc.nat(),
          ({ snapshot }, sourceSeed, targetSeed) => {
            const view = meshView(snapshot, createEvaluator(snapshot));
            const identities = [...view.identities.values()];
            const targets = targetsOf(snapshot);
            if (identities.length === 0 || targets.length === 0) return;
            const { uriSans } = identities[sourceSeed % identities.length];
            const resolved: ResolvedAccess = {
              controlPlane: 'eu',
              mesh: snapshot.mesh.name,
              dags: [],
              identities: [{ uriSans }],
              targets: [targets[targetSeed % targets.length]],
            };
            const { plan, refusals } = planGrant(view, resolved, 'abcdefghij');
            if (refusals.length > 0) {
              // What is refused is not written in part either.
              seen.refused++;
              return;
            }
            seen.planned++;
            const merged = mergedPolicies(
              snapshot,
              plan.merged.map(part => ({ grant: 'abcdefghij', part })),
            );
            const written = [
              ...plan.policies,
              ...merged.map(entry => entry.policy),
            ];
            const after = withPolicies(
              snapshot,
              written,
              '2027-01-01T00:00:00Z',
            );
            const inbounds = view.evaluator.inboundsOf(resolved.targets[0]);
            const impact = impactOf(
              view,
              createEvaluator(after),
              inbounds,
              resolved.identities,
            );

            const named = new Map<string, string>();
            for (const kind of ['gains', 'loses'] as const) {
              for (const pair of impact[kind]) {
                named.set(
                  `${identityKey(pair.uriSans)} ${pair.dataplane} ${
                    pair.inbound
                  }`,
                  kind,
                );
              }
            }
            const asked = new Set(
              inbounds.map(
                ({ dataplane, inbound }) =>
                  `${identityKey(uriSans)} ${dataplane} ${inbound}`,
              ),
            );
            for (const [pair, kind] of changes(view, after)) {
              if (kind === 'gains' && asked.has(pair)) continue;
              expect([pair, named.get(pair)]).toEqual([pair, kind]);
            }
            seen.gained += impact.gains.length;
            seen.lost += impact.loses.length;
            // Allowed after it, unless another policy's deny still stands.
            const next = createEvaluator(after);
            const refused = inbounds
              .map(inbound => next.evaluate({ uriSans }, inbound))
              .filter(verdict => verdict.enforced !== 'allow');
            expect(
              refused.filter(verdict => verdict.decidedBy?.clause !== 'deny'),
            ).toEqual([]);
          },
        ),
        { numRuns: RUNS },
      );
      expect(seen.planned).toBeGreaterThan(0);
      // Nobody loses by a grant: the dialect in force is kept.
      expect(seen.lost).toBe(0);
    },
  );
});
