import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createEvaluator } from '../../../plugins/airflow-kuma-common/src/evaluator';
import {
  compareVerdicts,
  formatComparison,
  snapshotOf,
} from '../../verdicts/compare';
import {
  ControlPlane,
  describeLive,
  kumaVersion,
  lackOf,
  LiveMesh,
  skipSuite,
} from '../kuma/harness';
import { company, companyByTags } from './company';
import { measure, Measured } from './measure';
import { Dialect } from './randomPolicies';
import { QUICK } from './settle';

const SCENARIOS = Number(process.env.VERDICTS_SCENARIOS ?? 25);
const SEED = Number(process.env.VERDICTS_SEED ?? Date.now() % 1_000_000);
// What was measured stays here, so that `./dev verdicts` can look at it again.
const KEPT = resolve('.cache/live-verdicts');
const SECONDS_EACH = 30;

type Lab = {
  mesh: string;
  certificates: 'mesh-identity' | 'mesh-ca';
  dialects: Dialect[];
  settings?: Record<string, string>;
};

const LABS: Lab[] = [
  { mesh: 'rules', certificates: 'mesh-identity', dialects: ['rules'] },
  {
    mesh: 'identity-mixed',
    certificates: 'mesh-identity',
    dialects: ['rules', 'rules', 'from', 'traffic-permission'],
  },
  { mesh: 'from', certificates: 'mesh-ca', dialects: ['from'] },
  {
    mesh: 'from-without-cliques',
    certificates: 'mesh-ca',
    dialects: ['from'],
    settings: {
      KUMA_MESH_TRAFFIC_PERMISSION_DISABLE_CLIQUES_ALGORITHM: 'true',
    },
  },
  { mesh: 'legacy', certificates: 'mesh-ca', dialects: ['traffic-permission'] },
  {
    mesh: 'ca-mixed',
    certificates: 'mesh-ca',
    dialects: ['rules', 'from', 'traffic-permission'],
  },
];

/** Why a version cannot have a lab: its certificates, or older dialects. */
function lackOfLab(version: string, lab: Lab): string | undefined {
  const isOfRules = lab.dialects.every(dialect => dialect === 'rules');
  return (
    lackOf(version, lab.certificates) ??
    (isOfRules ? undefined : lackOf(version, 'mesh-ca'))
  );
}

describeLive('random policies on real Envoys', ({ binaries, directory }) => {
  const version = kumaVersion(binaries);
  const onlyLabels = !version.startsWith('2.');
  const labs = LABS.filter(lab => {
    const lack = lackOfLab(version, lab);
    if (lack) skipSuite(lab.mesh, lack);
    return !lack;
  });

  it.each(labs)(
    'does what the evaluator says: $mesh',
    async lab => {
      const controlPlane = await ControlPlane.start({
        binaries,
        directory: join(directory, lab.mesh),
        environment: { ...QUICK, ...lab.settings },
      });
      let mesh: LiveMesh | undefined;
      try {
        mesh = await LiveMesh.start({
          binaries,
          controlPlane,
          directory: join(directory, lab.mesh),
          name: lab.mesh,
          certificates: lab.certificates,
          proxies: onlyLabels ? company : companyByTags,
        });
        const measured = await measure({
          controlPlane,
          mesh,
          world: { dialects: lab.dialects, onlyLabels },
          scenarios: SCENARIOS,
          seed: SEED,
        });
        mkdirSync(KEPT, { recursive: true });
        const file = join(
          KEPT,
          `${controlPlane.version}-${lab.mesh}-${SEED}.json`,
        );
        writeFileSync(file, JSON.stringify(measured));

        const comparison = compareVerdicts(measured);
        const lines = formatComparison(
          `${lab.mesh} (seed ${SEED})`,
          comparison,
        );
        process.stdout.write(`${lines.join('\n')}\n`);
        expect(comparison.disagreements).toEqual([]);
        expectInboundsByService(measured);
        expect(comparison.skipped).toBe(0);
        expect(measured.scenarios.filter(({ held }) => !held)).toEqual([]);
        expect(comparison.compared).toBe(SCENARIOS * mesh.calls.length);
      } finally {
        await mesh?.stop();
        await controlPlane.stop();
      }
    },
    (120 + SCENARIOS * SECONDS_EACH) * 1_000,
  );
});

/**
 * That the evaluator finds behind each port of each service the inbound that
 * answered there; the mesh is not ready before each of them did.
 */
function expectInboundsByService(measured: Measured) {
  const evaluator = createEvaluator(snapshotOf(measured, {}));
  for (const { name, inbounds } of company) {
    for (const { name: inbound, servicePort: port } of inbounds) {
      if (port === undefined) continue;
      expect(evaluator.inboundsOf({ kind: 'MeshService', name, port })).toEqual(
        [expect.objectContaining({ dataplane: name, inbound })],
      );
    }
  }
}
