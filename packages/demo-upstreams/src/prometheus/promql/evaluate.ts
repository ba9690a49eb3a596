import {
  histogramQuantile,
  rangeFunctions,
  sampleFunctions,
} from './functions';
import { combine } from './operators';
import { Expression, Labels, Matcher, Point, Series, Value } from './types';

type Vector = Extract<Value, { type: 'vector' }>;

const scrapeInterval = 15;
/** A week at the scrape interval would be 40,000 points for each series. */
const maximumPoints = 480;
/** Functions that only look at the first and the last point. */
const ofGrowth = new Set(['rate', 'increase', 'delta']);

/** Value of an expression at a time in seconds. */
export function evaluate(
  expression: Expression,
  series: Series[],
  time: number,
): Value {
  switch (expression.type) {
    case 'number':
      return { type: 'scalar', value: expression.value };
    case 'selector':
      return select(expression, series, time - expression.offset);
    case 'subquery':
      return subquery(expression, series, time - expression.offset);
    case 'call':
      return call(expression, series, time);
    case 'aggregate':
      return aggregate(
        expression,
        vectorOf(evaluate(expression.inner, series, time)),
      );
    case 'binary':
      return combine(
        expression.operator,
        evaluate(expression.left, series, time),
        evaluate(expression.right, series, time),
        expression.matching,
      );
    default:
      throw new Error('Unknown expression');
  }
}

function select(
  selector: Extract<Expression, { type: 'selector' }>,
  series: Series[],
  time: number,
  onlyEnds: boolean = false,
): Value {
  const matching = matchingSeries(selector, series);
  const { range } = selector;
  if (range === undefined) {
    return {
      type: 'vector',
      samples: matching.flatMap(({ labels, valueAt }) => {
        const value = valueAt(time);
        return value === undefined ? [] : [{ labels, value }];
      }),
    };
  }
  const step = Math.max(
    scrapeInterval,
    onlyEnds ? range : range / maximumPoints,
  );
  return {
    type: 'matrix',
    series: matching.flatMap(({ labels, valueAt }) => {
      const points: Point[] = [];
      for (let at = time - range; at <= time; at += step) {
        const value = valueAt(at);
        if (value !== undefined) points.push([at, value]);
      }
      // A counter that began within the range began at zero.
      if (onlyEnds && points.length === 1) points.unshift([time - range, 0]);
      return points.length > 1 ? [{ labels, points }] : [];
    }),
  };
}

function subquery(
  given: Extract<Expression, { type: 'subquery' }>,
  series: Series[],
  time: number,
): Value {
  const found = new Map<string, { labels: Labels; points: Point[] }>();
  const step = Math.max(given.step, given.range / maximumPoints);
  const start = Math.ceil((time - given.range) / step) * step;
  for (let at = start; at <= time; at += step) {
    const { samples } = vectorOf(evaluate(given.inner, series, at));
    for (const { labels, value } of samples) {
      const key = JSON.stringify(labels);
      const entry = found.get(key) ?? { labels, points: [] };
      found.set(key, entry);
      entry.points.push([at, value]);
    }
  }
  return { type: 'matrix', series: [...found.values()] };
}

function call(
  given: Extract<Expression, { type: 'call' }>,
  series: Series[],
  time: number,
): Value {
  const { name, parameters } = given;
  if (name === 'time') return { type: 'scalar', value: time };
  const values = parameters.map(each =>
    each.type === 'selector' && ofGrowth.has(name)
      ? select(each, series, time - each.offset, true)
      : evaluate(each, series, time),
  );
  if (name === 'histogram_quantile') {
    const [quantile, buckets] = values;
    return {
      type: 'vector',
      samples: histogramQuantile(scalarOf(quantile), vectorOf(buckets).samples),
    };
  }
  const [value] = values;
  if (value?.type === 'matrix' && rangeFunctions[name]) {
    const range = rangeOf(parameters[0]);
    return {
      type: 'vector',
      samples: value.series.flatMap(({ labels, points }) => {
        const result = rangeFunctions[name](points, range);
        return result === undefined
          ? []
          : [{ labels: nameless(labels), value: result }];
      }),
    };
  }
  if (name === 'timestamp') {
    return map(vectorOf(value), () => time);
  }
  if (sampleFunctions[name]) return map(vectorOf(value), sampleFunctions[name]);
  throw new Error(`unknown function with name "${name}"`);
}

function aggregate(
  given: Extract<Expression, { type: 'aggregate' }>,
  vector: Vector,
): Value {
  const groups = new Map<string, { labels: Labels; values: number[] }>();
  for (const { labels, value } of vector.samples) {
    const kept = keptLabels(labels, given.grouping);
    const key = JSON.stringify(kept);
    const group = groups.get(key) ?? { labels: kept, values: [] };
    groups.set(key, group);
    group.values.push(value);
  }
  return {
    type: 'vector',
    samples: [...groups.values()].map(({ labels, values }) => ({
      labels,
      value: aggregated(given.operator, values),
    })),
  };
}

function aggregated(operator: string, values: number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (operator) {
    case 'count':
      return values.length;
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'avg':
      return sum / values.length;
    case 'group':
      return 1;
    default:
      return sum;
  }
}

function keptLabels(
  labels: Labels,
  grouping: { labels: string[]; keeps: boolean } | undefined,
): Labels {
  if (!grouping) return {};
  return Object.fromEntries(
    Object.entries(labels)
      .filter(
        ([label]) =>
          grouping.labels.includes(label) === grouping.keeps &&
          (grouping.keeps || label !== '__name__'),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const matchingCache = new WeakMap<object, Series[]>();

/** A range query asks the same selector at every step. */
function matchingSeries(
  selector: Extract<Expression, { type: 'selector' }>,
  series: Series[],
): Series[] {
  const known = matchingCache.get(selector);
  if (known) return known;
  const matching = series.filter(({ labels }) =>
    selector.matchers.every(matcher => fits(matcher, labels)),
  );
  matchingCache.set(selector, matching);
  return matching;
}

function fits(matcher: Matcher, labels: Labels): boolean {
  const value = labels[matcher.label] ?? '';
  switch (matcher.operator) {
    case '=':
      return value === matcher.value;
    case '!=':
      return value !== matcher.value;
    case '=~':
      return new RegExp(`^(?:${matcher.value})$`).test(value);
    default:
      return !new RegExp(`^(?:${matcher.value})$`).test(value);
  }
}

function rangeOf(expression: Expression): number {
  return expression.type === 'selector' || expression.type === 'subquery'
    ? expression.range ?? 0
    : 0;
}

function map(vector: Vector, change: (value: number) => number): Vector {
  return {
    type: 'vector',
    samples: vector.samples.map(({ labels, value }) => ({
      labels: nameless(labels),
      value: change(value),
    })),
  };
}

function nameless(labels: Labels): Labels {
  const { __name__: _, ...rest } = labels;
  return rest;
}

function vectorOf(value: Value): Vector {
  if (value.type === 'vector') return value;
  if (value.type === 'scalar') {
    return { type: 'vector', samples: [{ labels: {}, value: value.value }] };
  }
  throw new Error('expected type instant vector, got range vector');
}

function scalarOf(value: Value): number {
  if (value.type !== 'scalar') throw new Error('expected type scalar');
  return value.value;
}
