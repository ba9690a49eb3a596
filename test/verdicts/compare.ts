import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
} from '../../plugins/airflow-kuma-common/src/evaluator';

/** One measured verdict: what a real Envoy did. */
export type MeasuredVerdict = {
  source: string;
  sourceUriSans?: string[] | null;
  destination: string;
  inbound?: string | null;
  port?: number | null;
  verdict: string;
  requestedSni?: string | null;
};

/** Resources that a scenario replaces where it has its own. */
type Resources = {
  mesh?: KumaResource;
  meshIdentities?: KumaResource[];
  meshTLSes?: KumaResource[];
  meshServices?: KumaResource[];
  meshMultiZoneServices?: KumaResource[];
  meshExternalServices?: KumaResource[];
  dataplanes?: KumaResource[];
};

/** A file of measured verdicts. */
export type VerdictFile = Resources & {
  recordedWith?: {
    kumaCp?: string;
    controlPlaneEnvironment?: Record<string, string>;
  };
  scenarios?: (Resources & {
    id?: string;
    policies?: KumaResource[];
    verdicts?: MeasuredVerdict[];
  })[];
};

/** A verdict on which the evaluator and Envoy do not agree. */
export type Disagreement = {
  scenario: string;
  source: string;
  destination: string;
  expected: string;
  got: string;
};

/** How a file compares. */
export type Comparison = {
  agree: number;
  compared: number;
  skipped: number;
  disagreements: Disagreement[];
};

const DISABLE_CLIQUES =
  'KUMA_MESH_TRAFFIC_PERMISSION_DISABLE_CLIQUES_ALGORITHM';

/** Asks the evaluator for every verdict of a file that Envoy gave one for. */
export function compareVerdicts(file: VerdictFile): Comparison {
  const result: Comparison = {
    agree: 0,
    compared: 0,
    skipped: 0,
    disagreements: [],
  };
  for (const [index, scenario] of (file.scenarios ?? []).entries()) {
    const snapshot = snapshotOf(file, scenario);
    const evaluator = createEvaluator(snapshot);
    for (const measured of scenario.verdicts ?? []) {
      if (measured.verdict !== 'allow' && measured.verdict !== 'deny') {
        result.skipped++;
        continue;
      }
      result.compared++;
      const destination = {
        dataplane: measured.destination,
        inbound: inboundOf(measured, snapshot),
        sni: measured.requestedSni ?? undefined,
      };
      const { enforced, code } = evaluator.evaluate(
        { uriSans: measured.sourceUriSans ?? [] },
        destination,
      );
      const got = enforced === 'not-enforced' ? 'allow' : enforced;
      if (got === measured.verdict) {
        result.agree++;
        continue;
      }
      result.disagreements.push({
        scenario: scenario.id ?? `#${index}`,
        source: measured.source,
        destination: `${destination.dataplane}/${destination.inbound}`,
        expected: measured.verdict,
        got: `${got} (${code})`,
      });
    }
  }
  return result;
}

/**
 * The inbound as the evaluator names it. A file may go on calling an inbound by
 * the name that it had, where a scenario took the name away; the port stays.
 */
function inboundOf(measured: MeasuredVerdict, snapshot: MeshSnapshot): string {
  const proxy = snapshot.dataplanes.find(
    ({ name }) => name === measured.destination,
  );
  const networking = proxy?.networking as
    | { inbound?: { name?: string }[] }
    | undefined;
  const isName = networking?.inbound?.some(
    ({ name }) => name === measured.inbound,
  );
  const port = String(measured.port ?? measured.inbound ?? '');
  return isName ? measured.inbound! : port;
}

/** The mesh of a scenario, as the evaluator wants it. */
export function snapshotOf(
  file: VerdictFile,
  scenario: NonNullable<VerdictFile['scenarios']>[number],
): MeshSnapshot {
  const list = (key: keyof Resources) =>
    (scenario[key] ?? file[key] ?? []) as KumaResource[];
  const policies = scenario.policies ?? [];
  const environment = file.recordedWith?.controlPlaneEnvironment ?? {};
  return {
    version: file.recordedWith?.kumaCp ?? '',
    cliques: String(environment[DISABLE_CLIQUES]) !== 'true',
    mesh: scenario.mesh ?? file.mesh ?? { type: 'Mesh', name: '' },
    dataplanes: list('dataplanes'),
    meshIdentities: list('meshIdentities'),
    meshTLSes: list('meshTLSes'),
    meshServices: list('meshServices'),
    meshMultiZoneServices: list('meshMultiZoneServices'),
    meshExternalServices: list('meshExternalServices'),
    trafficPermissions: policies.filter(
      ({ type }) => type === 'TrafficPermission',
    ),
    meshTrafficPermissions: policies.filter(
      ({ type }) => type === 'MeshTrafficPermission',
    ),
  };
}

/** The lines that `./dev verdicts` prints for a file. */
export function formatComparison(
  name: string,
  comparison: Comparison,
): string[] {
  const { agree, compared, skipped, disagreements } = comparison;
  return [
    `${name}: agree ${agree} of ${compared}, skipped ${skipped}`,
    ...disagreements.map(
      ({ scenario, source, destination, expected, got }) =>
        `  ${scenario}: ${source} -> ${destination}: expected ${expected}, got ${got}`,
    ),
  ];
}
