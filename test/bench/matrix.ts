/* eslint-disable no-console -- a command that prints */
import {
  accessMatrix,
  MeshSnapshot,
} from '../../plugins/airflow-kuma-common/src/evaluator';
import { measureControlPlaneRules } from './controlPlaneRules';
import { benchMesh, MeshSizes, policy, randomOf } from './matrixMesh';
import {
  atLeast,
  atMost,
  Figure,
  median,
  newReport,
  percentile,
  printReport,
  time,
} from './report';

const SIZES: Required<MeshSizes> = {
  identities: 5_000,
  inbounds: 2_000,
  policies: 2_000,
  waysOut: 200,
};
const GROWTH = [500, 1_000, 2_000, 5_000];
const RUNS = 7;

type Timed = { milliseconds: number; busyMilliseconds: number };

const wallOf = (runs: Timed[]) => runs.map(run => run.milliseconds);
const busyOf = (runs: Timed[]) => runs.map(run => run.busyMilliseconds);

/** Builds the matrix and lets it answer for the whole mesh. */
function build(snapshot: MeshSnapshot) {
  const matrix = accessMatrix(snapshot);
  const allowed = matrix.allowedCounts().reduce((sum, count) => sum + count, 0);
  return { matrix, allowed };
}

function measureFull(snapshot: MeshSnapshot): Timed[] {
  return Array.from({ length: RUNS }, () => time(() => build(snapshot)));
}

/** Memory of the whole process with one matrix, the mesh as JSON included. */
function measureMemory(snapshot: MeshSnapshot) {
  const built = build(snapshot);
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { ...built, megabytes: (heapUsed + arrayBuffers) / 2 ** 20 };
}

function measureUpdates(snapshot: MeshSnapshot): Timed[] {
  const { matrix } = build(snapshot);
  const random = randomOf(7);
  return Array.from({ length: 200 }, (_, run) => {
    const index = (run * 10 + (run % 10)) % SIZES.policies;
    const changed = policy(index, SIZES, random);
    return time(() => matrix.update({ policy: changed }));
  });
}

function measureExplain(snapshot: MeshSnapshot): Timed[] {
  const { matrix } = build(snapshot);
  const [sources, destinations] = [matrix.sources(), matrix.destinations()];
  return Array.from({ length: 200 }, (_, run) => {
    const source = sources[(run * 37) % sources.length];
    const destination = destinations[(run * 11) % destinations.length];
    return time(() => matrix.verdict(source, destination));
  });
}

/** How much steeper than linear time grows: at most 1 where it is no worse. */
function measureGrowth(): { figure: Figure; times: Record<string, string> } {
  const measured = GROWTH.map(identities => {
    return median(wallOf(measureFull(benchMesh({ ...SIZES, identities }))));
  });
  const grown = measured[measured.length - 1] / measured[0];
  const linear = GROWTH[GROWTH.length - 1] / GROWTH[0];
  return {
    figure: atMost('growth', 'of linear', grown / linear, 1),
    times: Object.fromEntries(
      GROWTH.map((size, index) => [
        `ms_at_${size}`,
        measured[index].toFixed(1),
      ]),
    ),
  };
}

async function main() {
  const snapshot = benchMesh(SIZES);
  build(snapshot);
  const { matrix, allowed, megabytes } = measureMemory(snapshot);
  const classes = matrix.classes();
  const fulls = measureFull(snapshot);
  const full = median(wallOf(fulls));
  const growth = measureGrowth();
  const updates = measureUpdates(snapshot);
  const explains = measureExplain(snapshot);
  const report = newReport('matrix', {
    ...SIZES,
    source_classes: classes.sources,
    destination_classes: classes.destinations,
    allowed_pairs: allowed,
    ...growth.times,
    // What the same would take where nobody else wants the cores.
    full_busy_ms: median(busyOf(fulls)).toFixed(1),
    one_policy_median_ms: median(wallOf(updates)).toFixed(2),
    one_policy_worst_ms: percentile(wallOf(updates), 1).toFixed(2),
    one_policy_busy_p95_ms: percentile(busyOf(updates), 0.95).toFixed(2),
    explain_median_ms: median(wallOf(explains)).toFixed(2),
    explain_worst_ms: percentile(wallOf(explains), 1).toFixed(2),
    explain_busy_p95_ms: percentile(busyOf(explains), 0.95).toFixed(2),
  });
  report.figures.push(
    atMost('full_ms', 'ms', full, 200),
    atMost('full_mb', 'MB', megabytes, 200),
    atMost('one_policy_ms', 'ms (p95)', percentile(wallOf(updates), 0.95), 10),
    atMost('explain_ms', 'ms (p95)', percentile(wallOf(explains), 0.95), 5),
    growth.figure,
  );
  const executable = process.env.KUMA_CP_BIN;
  if (executable) {
    const rules = await measureControlPlaneRules(executable, snapshot);
    const whole = rules.milliseconds * rules.proxies;
    report.sizes.control_plane = rules.version;
    report.sizes.rules_ms_a_proxy = rules.milliseconds.toFixed(1);
    report.figures.push(atLeast('ratio_to_rules', 'x', whole / full, 100));
  } else {
    report.notMeasured.push({
      name: 'ratio_to_rules',
      reason: 'no control plane given (KUMA_CP_BIN)',
    });
  }
  printReport(report);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
