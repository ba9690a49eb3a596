/**
 * How an answer differs in shape from a recorded one: keys that are missing or
 * too many, and values of another type. Values that are `null` on one side
 * fit anything; of lists only the first items are compared.
 */
export function compareShape(
  expected: unknown,
  actual: unknown,
  ignored: RegExp = /^$/,
  path: string = '',
): string[] {
  if (ignored.test(path) || expected === null || actual === null) return [];
  const [wanted, found] = [kindOf(expected), kindOf(actual)];
  if (wanted !== found) return [`${path}: ${found} instead of ${wanted}`];
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length > 0 && actual.length > 0
      ? compareShape(expected[0], actual[0], ignored, `${path}[]`)
      : [];
  }
  if (wanted !== 'object') return [];
  const left = expected as Record<string, unknown>;
  const right = actual as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap(
    key => {
      const at = `${path}.${key}`;
      if (ignored.test(at)) return [];
      if (!(key in right)) return [`${at}: missing`];
      if (!(key in left)) return [`${at}: not in the recording`];
      return compareShape(left[key], right[key], ignored, at);
    },
  );
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
