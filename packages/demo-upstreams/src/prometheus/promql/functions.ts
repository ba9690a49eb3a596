import { Labels, Point, Value } from './types';

type Samples = Extract<Value, { type: 'vector' }>['samples'];

/** Functions over a range of points. */
export const rangeFunctions: Record<
  string,
  (points: Point[], range: number) => number | undefined
> = {
  rate: (points, range) => growth(points) / range,
  irate: points => {
    const [before, last] = points.slice(-2);
    return last ? (last[1] - before[1]) / (last[0] - before[0]) : undefined;
  },
  increase: points => growth(points),
  delta: points => growth(points),
  changes: points =>
    points.filter((point, at) => at > 0 && point[1] !== points[at - 1][1])
      .length,
  max_over_time: points => Math.max(...points.map(([, value]) => value)),
  min_over_time: points => Math.min(...points.map(([, value]) => value)),
  sum_over_time: points => points.reduce((sum, [, value]) => sum + value, 0),
  avg_over_time: points =>
    points.reduce((sum, [, value]) => sum + value, 0) / points.length,
  count_over_time: points => points.length,
  last_over_time: points => points[points.length - 1][1],
  present_over_time: () => 1,
};

/** Functions over single values. */
export const sampleFunctions: Record<string, (value: number) => number> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  round: Math.round,
};

/** Linear interpolation within the bucket, as Prometheus does it. */
export function histogramQuantile(quantile: number, samples: Samples): Samples {
  const histograms = new Map<string, { labels: Labels; buckets: Point[] }>();
  for (const { labels, value } of samples) {
    const { le, ...rest } = labels;
    const key = JSON.stringify(rest);
    const found = histograms.get(key) ?? { labels: rest, buckets: [] };
    histograms.set(key, found);
    found.buckets.push([le === '+Inf' ? Infinity : Number(le), value]);
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({
    labels,
    value: quantileOf(
      quantile,
      buckets.sort((a, b) => a[0] - b[0]),
    ),
  }));
}

function quantileOf(quantile: number, buckets: Point[]): number {
  const total = buckets[buckets.length - 1]?.[1] ?? 0;
  if (total === 0) return NaN;
  const rank = quantile * total;
  const index = buckets.findIndex(([, count]) => count >= rank);
  const [upper, count] = buckets[index];
  const [lower, before] = buckets[index - 1] ?? [0, 0];
  if (upper === Infinity) return lower;
  return lower + ((upper - lower) * (rank - before)) / (count - before);
}

/** The stand-in's counters never start again, so their growth is a difference. */
function growth(points: Point[]): number {
  return points[points.length - 1][1] - points[0][1];
}
