import { Labels, Value } from './types';

type Vector = Extract<Value, { type: 'vector' }>;
type Matching = { labels: string[]; on: boolean } | undefined;

const arithmetic: Record<string, (a: number, b: number) => number> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
};

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

/** Arithmetic, comparisons as filters, and sets. */
export function combine(
  operator: string,
  left: Value,
  right: Value,
  matching: Matching,
): Value {
  if (left.type === 'scalar' && right.type === 'scalar') {
    return { type: 'scalar', value: scalar(operator, left.value, right.value) };
  }
  if (left.type === 'vector' && right.type === 'scalar') {
    return pairs(operator, left, () => right.value);
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    const flipped: Vector = {
      type: 'vector',
      samples: right.samples.flatMap(({ labels, value }) => {
        const result = sample(operator, left.value, value, value);
        return result === undefined ? [] : [{ labels, value: result }];
      }),
    };
    return flipped;
  }
  if (left.type !== 'vector' || right.type !== 'vector') {
    throw new Error(
      'binary expression must contain only scalar and instant vector types',
    );
  }
  const others = new Map(
    right.samples.map(({ labels, value }) => [key(labels, matching), value]),
  );
  const partner = (labels: Labels) => others.get(key(labels, matching));
  switch (operator) {
    case 'and':
      return only(left, labels => partner(labels) !== undefined);
    case 'unless':
      return only(left, labels => partner(labels) === undefined);
    case 'or': {
      const known = new Set(
        left.samples.map(({ labels }) => key(labels, matching)),
      );
      const added = only(right, labels => !known.has(key(labels, matching)));
      return {
        type: 'vector',
        samples: [...left.samples, ...added.samples],
      };
    }
    default:
      return pairs(operator, left, partner);
  }
}

function pairs(
  operator: string,
  left: Vector,
  partner: (labels: Labels) => number | undefined,
): Vector {
  return {
    type: 'vector',
    samples: left.samples.flatMap(({ labels, value }) => {
      const other = partner(labels);
      if (other === undefined) return [];
      const result = sample(operator, value, other, value);
      return result === undefined ? [] : [{ labels, value: result }];
    }),
  };
}

function sample(
  operator: string,
  left: number,
  right: number,
  kept: number,
): number | undefined {
  if (arithmetic[operator]) return arithmetic[operator](left, right);
  return comparisons[operator]?.(left, right) ? kept : undefined;
}

function scalar(operator: string, left: number, right: number): number {
  if (arithmetic[operator]) return arithmetic[operator](left, right);
  return comparisons[operator]?.(left, right) ? 1 : 0;
}

function only(vector: Vector, keeps: (labels: Labels) => boolean): Vector {
  return {
    type: 'vector',
    samples: vector.samples.filter(({ labels }) => keeps(labels)),
  };
}

function key(labels: Labels, matching: Matching): string {
  return JSON.stringify(
    Object.entries(labels)
      .filter(
        ([label]) =>
          label !== '__name__' &&
          (!matching || matching.labels.includes(label) === matching.on),
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
