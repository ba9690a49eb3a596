import { setTimeout as sleep } from 'node:timers/promises';
import { Call, CallResult, ControlPlane, LiveMesh } from '../kuma/harness';
import { MeasuredVerdict, VerdictFile } from '../../verdicts/compare';
import { PolicyWorld, RandomPolicy, randomPolicies } from './randomPolicies';
import { Random } from './Random';
import { settle } from './settle';

type Scenario = NonNullable<VerdictFile['scenarios']>[number] & {
  rejected: unknown[];
  /** Whether every Envoy took the configuration. */
  held: boolean;
};

/** Measured scenarios, in the shape that `./dev verdicts` reads. */
export type Measured = Omit<VerdictFile, 'scenarios'> & {
  scenarios: Scenario[];
};

const PATHS: Record<string, string> = {
  MeshTrafficPermission: 'meshtrafficpermissions',
  TrafficPermission: 'traffic-permissions',
};

/** Makes random policies and writes down what real Envoys make of them. */
export async function measure(options: {
  controlPlane: ControlPlane;
  mesh: LiveMesh;
  world: Omit<PolicyWorld, 'mesh' | 'identities'>;
  scenarios: number;
  seed: number;
}): Promise<Measured> {
  const { controlPlane, mesh } = options;
  const root = `/meshes/${mesh.name}`;
  const identities = await identitiesOf(mesh);
  const world = {
    ...options.world,
    mesh: mesh.name,
    identities: [...new Set(Object.values(identities).flat())].filter(san =>
      san.startsWith('spiffe://'),
    ),
  };
  const scenarios: Scenario[] = [];
  for (let step = 0; step < options.scenarios; step++) {
    const seed = options.seed + step;
    const policies = randomPolicies(new Random(seed), world);
    scenarios.push({
      id: `${mesh.name}-seed-${seed}`,
      ...(await measureOne(controlPlane, mesh, step, policies, identities)),
    });
  }
  return {
    recordedWith: {
      kumaCp: controlPlane.version,
      controlPlaneEnvironment: controlPlane.settings,
    },
    mesh: (await controlPlane.get(root)).body,
    meshIdentities: await controlPlane.list(`${root}/meshidentities`),
    meshTLSes: await controlPlane.list(`${root}/meshtlses`),
    meshServices: await controlPlane.list(`${root}/meshservices`),
    dataplanes: await controlPlane.list(`${root}/dataplanes`),
    scenarios,
  };
}

async function identitiesOf(mesh: LiveMesh): Promise<Record<string, string[]>> {
  const identities: Record<string, string[]> = {};
  for (const call of mesh.calls) {
    // Refused and allowed HTTP calls both leave the caller's names in the log.
    if (!identities[call.source] && mesh.protocol(call) === 'http') {
      const { sourceUriSans } = await mesh.call(call);
      identities[call.source] = sourceUriSans ?? [];
    }
  }
  return identities;
}

async function measureOne(
  controlPlane: ControlPlane,
  mesh: LiveMesh,
  step: number,
  policies: RandomPolicy[],
  identities: Record<string, string[]>,
) {
  const written: string[] = [];
  const rejected: unknown[] = [];
  for (const policy of policies) {
    const path = `/meshes/${mesh.name}/${PATHS[policy.type]}/${policy.name}`;
    const { status, body } = await controlPlane.put(path, policy);
    if (status === 201) {
      written.push(path);
    } else {
      rejected.push({ policy, status, body });
    }
  }
  try {
    const held = await settle(controlPlane, mesh.name, step);
    const stored = await Promise.all(
      written.map(async path => (await controlPlane.get(path)).body),
    );
    const verdicts = held ? await callEverybody(mesh, identities) : [];
    return { policies: stored, rejected, verdicts, held };
  } finally {
    for (const path of written) {
      await controlPlane.delete(path);
    }
  }
}

// A connection can meet the moment when Envoy exchanges a listener: then it is
// closed by neither an application nor a permission, and says nothing.
const ATTEMPTS = 3;

async function definiteCall(mesh: LiveMesh, call: Call): Promise<CallResult> {
  let result = await mesh.call(call);
  for (let more = 1; more < ATTEMPTS && result.verdict === 'failed'; more++) {
    await sleep(200);
    result = await mesh.call(call);
  }
  return result;
}

async function callEverybody(
  mesh: LiveMesh,
  identities: Record<string, string[]>,
): Promise<MeasuredVerdict[]> {
  const verdicts: MeasuredVerdict[] = [];
  for (const call of mesh.calls) {
    const result = await definiteCall(mesh, call);
    verdicts.push({
      ...call,
      sourceUriSans: identities[call.source],
      port: mesh.inboundPort(call),
      verdict: result.verdict === 'failed' ? 'unknown' : result.verdict,
      ...{ decidedBy: result.decidedBy, detail: result.detail },
    });
  }
  return verdicts;
}
