/* eslint-disable no-console -- benches print */
import { cpus, loadavg, totalmem } from 'node:os';

/** A figure with its goal, where it has one. */
export type Figure = {
  name: string;
  unit: string;
  value: number;
  goal?: string;
  /** Absent where there is no goal. */
  met?: boolean;
};

/** What a bench prints with `--json`. */
export type BenchReport = {
  bench: string;
  machine: {
    cpu: string;
    cores: number;
    memoryGiB: number;
    node: string;
    /** Processes that wanted a core in the last minute, ours included. */
    load: number;
  };
  sizes: Record<string, number | string>;
  figures: Figure[];
  /** Figures that could not be measured, with the reason. */
  notMeasured: { name: string; reason: string }[];
};

/** A report of this machine, to be filled. */
export function newReport(
  bench: string,
  sizes: Record<string, number | string> = {},
): BenchReport {
  const processors = cpus();
  return {
    bench,
    machine: {
      cpu: processors[0]?.model.trim() ?? 'unknown',
      cores: processors.length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      node: process.version,
      load: Number(loadavg()[0].toFixed(1)),
    },
    sizes,
    figures: [],
    notMeasured: [],
  };
}

/** A figure that must be at most its goal. */
export function atMost(
  name: string,
  unit: string,
  value: number,
  goal: number,
): Figure {
  return { name, unit, value, goal: `<= ${goal}`, met: value <= goal };
}

/** A figure that must be at least its goal. */
export function atLeast(
  name: string,
  unit: string,
  value: number,
  goal: number,
): Figure {
  return { name, unit, value, goal: `>= ${goal}`, met: value >= goal };
}

/** Prints a report: one JSON object with `--json`, else a table for people. */
export function printReport(report: BenchReport, argv = process.argv): void {
  if (argv.includes('--json')) {
    console.log(JSON.stringify(report));
    return;
  }
  for (const line of formatReport(report)) console.log(line);
}

/** A report as lines of text. */
export function formatReport(report: BenchReport): string[] {
  const { cpu, cores, memoryGiB, node, load } = report.machine;
  const sizes = Object.entries(report.sizes).map(
    ([name, size]) => `${name} ${size}`,
  );
  const width = Math.max(0, ...report.figures.map(({ name }) => name.length));
  return [
    `${report.bench}: ${cpu}, ${cores} cores, ${memoryGiB} GiB, load ${load}, Node ${node}`,
    `sizes: ${sizes.join(', ')}`,
    ...report.figures.map(figure =>
      [
        '  ',
        figure.name.padEnd(width + 2),
        `${round(figure.value)} ${figure.unit}`.padEnd(20),
        figure.goal
          ? `goal ${figure.goal} ${figure.met ? 'met' : 'MISSED'}`
          : '',
      ]
        .join('')
        .trimEnd(),
    ),
    ...report.notMeasured.map(
      ({ name, reason }) => `  ${name}: not measured: ${reason}`,
    ),
  ];
}

/** The middle of several measurements. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The value that a share of the measurements (0 to 1) does not exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const index = Math.ceil(sorted.length * share) - 1;
  return sorted[Math.min(sorted.length - 1, Math.max(0, index))];
}

/**
 * Milliseconds that something takes, and those of them in which this thread had
 * a core: on a busy machine the second tells what the first would be.
 */
export function time<T>(work: () => T): {
  milliseconds: number;
  busyMilliseconds: number;
  result: T;
} {
  const busy = busyMicroseconds();
  const start = performance.now();
  const result = work();
  return {
    milliseconds: performance.now() - start,
    busyMilliseconds: (busyMicroseconds() - busy) / 1_000,
    result,
  };
}

function busyMicroseconds(): number {
  // Node 22 only knows the whole process, threads of the garbage collector too.
  const { user, system } = (process.threadCpuUsage ?? process.cpuUsage)();
  return user + system;
}

function round(value: number): number {
  return Math.abs(value) >= 100
    ? Math.round(value)
    : Number(value.toPrecision(3));
}
